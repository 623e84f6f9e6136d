package org.meshgate.system.host.dto;

/** The disk of {@code storage.outputs}, in bytes. */
public record DiskUsage(long total, long free, long used, double percent) {}
