package org.meshgate.system.dto;

import java.time.Instant;

/**
 * The response of the liveness route of the API.
 *
 * @param uptime seconds since the start
 */
public record SystemHealthResponse(String status, Instant timestamp, double uptime) {}
