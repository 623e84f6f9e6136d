package org.meshgate.diagnostics.dto;

/** A readiness check of the process that answers, and whether it is up. */
public record ReadinessResult(String name, boolean up) {}
