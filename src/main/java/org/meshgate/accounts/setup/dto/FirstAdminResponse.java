package org.meshgate.accounts.setup.dto;

import org.meshgate.accounts.dto.PublicUser;

/** The new administrator, whose session is in the cookie. */
public record FirstAdminResponse(boolean success, String message, PublicUser user) {}
