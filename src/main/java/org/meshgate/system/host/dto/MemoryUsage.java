package org.meshgate.system.host.dto;

/** The memory of the host in bytes; {@code available} can be allocated without swapping. */
public record MemoryUsage(long total, long available, long used, double percent) {}
