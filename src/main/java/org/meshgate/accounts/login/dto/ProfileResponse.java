package org.meshgate.accounts.login.dto;

import org.meshgate.accounts.dto.PublicUser;
import org.meshgate.accounts.dto.TokenInfo;

/** The own profile, and the public form of the token that asked for it. */
public record ProfileResponse(boolean success, PublicUser user, TokenInfo token) {}
