package org.meshgate.system.dto;

import java.time.Instant;

/**
 * That the server answers.
 *
 * @param uptime seconds since the start
 */
public record SystemHealthResponse(String status, Instant timestamp, double uptime) {}
