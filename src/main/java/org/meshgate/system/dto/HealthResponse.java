package org.meshgate.system.dto;

import java.math.BigDecimal;

/**
 * The response of the liveness route {@code /health}.
 *
 * @param timestamp seconds since 1970, as in 3DAIGC-API
 */
public record HealthResponse(String status, BigDecimal timestamp, String version) {}
