package org.meshgate.accounts.admin.dto;

import org.meshgate.accounts.dto.PublicUser;

/** A user who was changed. */
public record UserResponse(boolean success, PublicUser user) {}
