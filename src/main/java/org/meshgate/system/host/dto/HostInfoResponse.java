package org.meshgate.system.host.dto;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The host and the program. */
@Schema(name = "SystemInfo")
public record HostInfoResponse(PlatformInfo system, ApplicationInfo application) {}
