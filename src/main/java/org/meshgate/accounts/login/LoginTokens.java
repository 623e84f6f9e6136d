package org.meshgate.accounts.login;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.identity.token.IssuedToken;
import org.meshgate.identity.token.TokenIssuer;
import org.meshgate.identity.token.TokenKind;
import org.meshgate.identity.user.User;

/** Issues login tokens. Callers store them. */
@ApplicationScoped
class LoginTokens {

    private final TokenIssuer issuer;
    private final int lifetimeDays;
    private final int max;

    LoginTokens(TokenIssuer issuer, MeshgateConfig config) {
        this.issuer = issuer;
        this.lifetimeDays = config.security().loginTokenDays();
        this.max = config.security().maxLoginTokens();
    }

    IssuedToken issue(User user) {
        return issuer.issue(user.id(), "Login token - " + user.username(), TokenKind.LOGIN, Optional.of(lifetimeDays));
    }

    /** The maximum number of login tokens of a user. */
    int max() {
        return max;
    }
}
