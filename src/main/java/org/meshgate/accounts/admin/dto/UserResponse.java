package org.meshgate.accounts.admin.dto;

import org.meshgate.accounts.dto.PublicUser;

/** An updated user. */
public record UserResponse(boolean success, PublicUser user, UserLimitsInfo limits) {}
