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
 * How many entries one user may bring into the stream. What changes accounts has a budget of its own: a user, or the thief of
 * a token, cannot hide it behind many harmless entries. Counted by each process for itself; bounded.
 */
@ApplicationScoped
class UserAuditBudgets {

    /** At {@code audit.max_entries} as it comes, more than ten days of a user's flood fit into the stream. */
    static final int MAX_AT_ONCE = 1000;

    static final Duration ONE_MORE_EACH = Duration.ofSeconds(10);

    private static final Set<AuditAction> ACCOUNT_CHANGES = EnumSet.of(
            AuditAction.ACCOUNT_DELETE,
            AuditAction.INVITE_CREATE,
            AuditAction.INVITE_WITHDRAW,
            AuditAction.PASSWORD_CHANGE,
            AuditAction.PASSWORD_RESET,
            AuditAction.USER_DELETE,
            AuditAction.USER_UPDATE);

    private static final int MAX_BUDGETS = 10_000;

    /** A budget is full again before it is forgotten. */
    private static final Duration LIFETIME = ONE_MORE_EACH.multipliedBy(2L * MAX_AT_ONCE);

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

    /** How many entries of a user were left out. */
    record LeftOut(String userId, long count) {}

    /** Whether an entry of this user goes to the stream. */
    boolean take(String userId, AuditAction action) {
        return budgets.get(
                        new Key(userId, ACCOUNT_CHANGES.contains(action)),
                        key -> new TokenBucket(clock, MAX_AT_ONCE, ONE_MORE_EACH))
                .tryTake();
    }

    /** What was left out since this was last asked. */
    List<LeftOut> drain() {
        List<LeftOut> all = new ArrayList<>();
        budgets.asMap().forEach((key, budget) -> {
            long count = budget.drainLeftOut();
            if (count > 0) {
                all.add(new LeftOut(key.userId(), count));
            }
        });
        return all;
    }
}
