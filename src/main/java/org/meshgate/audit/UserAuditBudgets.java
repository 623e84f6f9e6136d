package org.meshgate.audit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.meshgate.audit.throttle.TokenBucket;

/**
 * Limits how many entries each user may add to the stream. Account changes have a budget of their own, so that a
 * token thief cannot hide them behind a flood of harmless entries. Kept per process; the number of budgets is
 * bounded.
 */
@ApplicationScoped
class UserAuditBudgets {

    /** With the default {@code audit.max_entries}, the stream holds more than ten days of one user's flood. */
    static final int CAPACITY = 1000;

    static final Duration REFILL_PERIOD = Duration.ofSeconds(10);

    private static final Set<AuditAction> ACCOUNT_CHANGES = EnumSet.of(
            AuditAction.ACCOUNT_DELETE,
            AuditAction.INVITE_CREATE,
            AuditAction.INVITE_WITHDRAW,
            AuditAction.PASSWORD_CHANGE,
            AuditAction.PASSWORD_RESET,
            AuditAction.RESET_LINK_CREATE,
            AuditAction.RESET_LINK_USE,
            AuditAction.SERVICE_ACCOUNT_CREATE,
            AuditAction.SERVICE_ACCOUNT_DELETE,
            AuditAction.SERVICE_TOKEN_CREATE,
            AuditAction.USER_DELETE,
            AuditAction.USER_UPDATE);

    private static final int MAX_BUDGETS = 10_000;

    /** Twice the time to refill a budget, so that no partly used budget is evicted. */
    private static final Duration LIFETIME = REFILL_PERIOD.multipliedBy(2L * CAPACITY);

    private final Clock clock;
    private final Cache<Key, TokenBucket> budgets = Caffeine.newBuilder()
            .maximumSize(MAX_BUDGETS)
            .expireAfterWrite(LIFETIME)
            .executor(Runnable::run)
            .build();

    UserAuditBudgets(Clock clock) {
        this.clock = clock;
    }

    private record Key(String userId, boolean changesAccounts) {}

    /** The number of omitted entries of a user. */
    record Omitted(String userId, long count) {}

    /** Takes from the user's budget. True if the entry may go to the stream. */
    boolean take(String userId, AuditAction action) {
        return budgets.get(
                        new Key(userId, ACCOUNT_CHANGES.contains(action)),
                        key -> new TokenBucket(clock, CAPACITY, REFILL_PERIOD))
                .tryTake();
    }

    /** Returns and resets the counts of omitted entries. */
    List<Omitted> drain() {
        List<Omitted> all = new ArrayList<>();
        budgets.asMap().forEach((key, budget) -> {
            long count = budget.drainRejected();
            if (count > 0) {
                all.add(new Omitted(key.userId(), count));
            }
        });
        return all;
    }
}
