package org.meshgate.accounts.login;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.meshgate.http.session.PageOrigin;
import org.meshgate.http.session.SessionCookie;
import org.meshgate.identity.token.IssuedToken;
import org.meshgate.problem.HttpProblemException;

/** Hands the token of a new session to the client: in the answer, or in the cookie of a browser. */
@ApplicationScoped
public class NewSessions {

    private final SessionCookie cookie;

    NewSessions(SessionCookie cookie) {
        this.cookie = cookie;
    }

    /**
     * Checks that the client may have its token in a cookie. A page of another origin could otherwise put the account of an
     * attacker into a browser.
     *
     * @throws HttpProblemException ORIGIN_NOT_ALLOWED for such a page
     */
    public static void check(boolean inCookie, RoutingContext context) {
        if (inCookie && PageOrigin.isOtherPage(context.request())) {
            throw HttpProblemException.foreignSession();
        }
    }

    /**
     * Sets the cookie, if the client asked for it.
     *
     * @return the token for the answer; empty when it is in the cookie
     */
    public Optional<String> hand(IssuedToken token, boolean inCookie, RoutingContext context) {
        HttpServerRequest request = context.request();
        if (inCookie) {
            cookie.set(token.text(), token.record().expiry(), request);
            return Optional.empty();
        }
        return Optional.of(token.text());
    }
}
