package org.meshgate.system.host.dto;

/** In bytes; {@code available} is what programs can get without swapping. */
public record MemoryUsage(long total, long available, long used, double percent) {}
