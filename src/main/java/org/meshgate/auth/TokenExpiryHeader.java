package org.meshgate.auth;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.meshgate.http.HttpDate;
import org.meshgate.identity.token.ApiToken;
import org.meshgate.identity.token.TokenKind;

/** Tells clients when their API token ends: {@code Token-Expires} in responses of its last 14 days. */
@ApplicationScoped
class TokenExpiryHeader {

    private static final CharSequence NAME = HttpHeaders.createOptimized("Token-Expires");
    private static final Duration NOTICE = Duration.ofDays(14);

    private final Clock clock;

    TokenExpiryHeader(Clock clock) {
        this.clock = clock;
    }

    /** Adds the header if the token of the request ends soon. */
    void add(ApiToken token, HttpServerResponse response) {
        if (token.kind() == TokenKind.API && token.expiry().isPresent()) {
            Instant end = token.expiry().get();
            if (end.minus(NOTICE).isBefore(clock.instant())) {
                response.putHeader(NAME, HttpDate.format(end));
            }
        }
    }
}
