package org.meshgate.cli.client.account;

import java.util.Optional;
import org.meshgate.cli.http.AccessToken;

/**
 * A token that a login made.
 *
 * @param username whose it is
 * @param expiresAt when it ends, as the server writes it
 */
record NewToken(AccessToken token, String username, Optional<String> expiresAt) {}
