package org.meshgate.accounts.login.dto;

import org.meshgate.accounts.dto.PublicUser;
import org.meshgate.accounts.dto.TokenInfo;

/** The caller's profile and the public view of the token in use. */
public record ProfileResponse(boolean success, PublicUser user, TokenInfo token) {}
