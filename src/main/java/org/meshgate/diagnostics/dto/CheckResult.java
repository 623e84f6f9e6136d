package org.meshgate.diagnostics.dto;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The result of a check.
 *
 * @param status {@code ok}, {@code warning} (works, with a risk), {@code problem} (does not work, or loses data), or
 *     {@code unknown} (could not be checked)
 * @param advice the remedy; empty if there is none
 */
public record CheckResult(
        String check,

        @Schema(enumeration = {"ok", "warning", "problem", "unknown"})
        String status,

        String seen,
        String advice) {}
