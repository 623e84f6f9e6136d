package org.meshgate.system.compat.dto;

/** A way to arrange the charts of a texture. */
public record PackMethod(String description) {}
