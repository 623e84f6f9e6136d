package org.meshgate.accounts.setup.dto;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Whether the first administrator is still to be made.
 *
 * @param needed whether there is no active administrator
 * @param here whether this client may make the first one
 */
public record FirstAdminStatus(
        @Schema(description = "Whether there is no administrator yet")
        boolean needed,

        @Schema(description = "Whether it may be made from here: by a browser on the machine of the server")
        boolean here) {}
