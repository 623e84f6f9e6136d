package org.meshgate.system.host.dto;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What the program is.
 *
 * @param environment {@code production}, {@code development} or {@code test}: how it was started
 */
@Schema(name = "ApplicationInfo")
public record ApplicationInfo(String version, String environment, boolean debug) {}
