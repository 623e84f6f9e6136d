package org.meshgate.system.host.dto;

/** The disk of the results, in bytes. */
public record DiskUsage(long total, long free, long used, double percent) {}
