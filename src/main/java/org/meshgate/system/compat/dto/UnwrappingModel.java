package org.meshgate.system.compat.dto;

/** A model for UV unwrapping. */
public record UnwrappingModel(String description) {}
