package org.meshgate.identity.verify;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.meshgate.identity.token.ApiToken;

/** Whether tokens are still valid by their age: neither expired nor idle for too long. */
@ApplicationScoped
public class TokenValidity {

    private final IdleSessionPolicy idleSessionPolicy;
    private final Clock clock;

    TokenValidity(IdleSessionPolicy idleSessionPolicy, Clock clock) {
        this.idleSessionPolicy = idleSessionPolicy;
        this.clock = clock;
    }

    /** @param lastUse the last use recorded in Redis */
    public boolean isValid(ApiToken token, Optional<Instant> lastUse) {
        return !token.expired(clock.instant()) && !idleSessionPolicy.ended(token, lastUse);
    }
}
