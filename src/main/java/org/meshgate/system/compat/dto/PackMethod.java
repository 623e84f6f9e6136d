package org.meshgate.system.compat.dto;

/** A method to pack the charts of a texture. */
public record PackMethod(String description) {}
