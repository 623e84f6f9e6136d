package org.meshgate.system.dto;

import java.math.BigDecimal;

/**
 * That the server answers.
 *
 * @param timestamp seconds since 1970, as 3DAIGC-API gives it here
 */
public record HealthResponse(String status, BigDecimal timestamp, String version) {}
