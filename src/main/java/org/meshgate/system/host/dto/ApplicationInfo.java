package org.meshgate.system.host.dto;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The version and launch mode of the program.
 *
 * @param environment the launch mode: {@code production}, {@code development} or {@code test}
 */
@Schema(name = "ApplicationInfo")
public record ApplicationInfo(String version, String environment, boolean debug) {}
