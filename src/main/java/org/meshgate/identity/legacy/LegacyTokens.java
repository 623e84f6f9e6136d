package org.meshgate.identity.legacy;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.meshgate.identity.Ids;
import org.meshgate.identity.RecordJson;
import org.meshgate.identity.TokenFormat;
import org.meshgate.identity.legacy.LegacyTokenStore.Change;
import org.meshgate.identity.legacy.LegacyTokenStore.Found;
import org.meshgate.identity.legacy.LegacyTokenStore.Listed;
import org.meshgate.identity.store.UserStore.TokenAndOwner;
import org.meshgate.identity.token.ApiToken;
import org.meshgate.identity.user.User;
import org.meshgate.problem.ProblemType;

/**
 * Migrates tokens of 3DAIGC-API, which Redis holds in plain text, to records keyed by SHA-256: at their first use,
 * and before every operation on all tokens of a user.
 */
@ApplicationScoped
public class LegacyTokens {

    /** Maximum number of scans while another program adds tokens concurrently. */
    private static final int MAX_PASSES = 10;

    private final LegacyTokenStore store;
    private final RecordJson json;
    private final Ids ids;
    private final Clock clock;

    LegacyTokens(LegacyTokenStore store, RecordJson json, Ids ids, Clock clock) {
        this.store = store;
        this.json = json;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Counts of migrated tokens.
     *
     * @param replaced tokens that stay valid, or are reported as expired for 30 days; their plain text is deleted
     * @param removed unusable tokens: expired longer ago, revoked, or without a readable record of this user
     */
    public record Counts(long replaced, long removed) {

        /** None. */
        public static final Counts NONE = new Counts(0, 0);

        /** The sum of both. */
        public Counts plus(Counts more) {
            return new Counts(replaced + more.replaced, removed + more.removed);
        }
    }

    /**
     * Finds a legacy token by its plain text, and migrates it at its first use. Expired tokens and tokens of disabled
     * or deleted users are returned but not migrated.
     */
    public Uni<Optional<TokenAndOwner>> use(String text) {
        return store.find(text)
                .chain(found -> found.isPresent()
                        ? use(text, found.get())
                        : Uni.createFrom().item(Optional.empty()));
    }

    private Uni<Optional<TokenAndOwner>> use(String text, Found found) {
        if (found.replaced()) {
            return Uni.createFrom()
                    .item(json.read(found.record(), ApiToken.class).map(token -> found.with(token, found.lastUse())));
        }
        Instant now = clock.instant();
        Optional<LegacyToken> old = json.read(found.record(), LegacyToken.class)
                .filter(record -> record.isRecordOf(text) && record.userId().isPresent() && record.usable());
        if (old.isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        ApiToken replacement = old.get().replacement(ids.newTokenId(), text, now);
        if (replacement.expired(now) || found.owner().filter(User::active).isEmpty()) {
            return Uni.createFrom()
                    .item(Optional.of(found.with(replacement, old.get().lastUse())));
        }
        Listed entry = new Listed(text, found.record());
        return store.change(
                        replacement.userId(),
                        List.of(new Change.Replace(entry, replacement, old.get().lastUse())))
                // of concurrent first uses one migrates, and all get its token
                .map(tokens ->
                        tokens.get(0).map(token -> found.with(token, old.get().lastUse())));
    }

    /** Migrates all tokens of a user, in bounded steps. None is left afterwards. */
    public Uni<Counts> replaceAll(String userId) {
        return replaceAll(userId, Optional.empty(), Counts.NONE, false, MAX_PASSES);
    }

    private Uni<Counts> replaceAll(String userId, Optional<String> cursor, Counts before, boolean metSome, int passes) {
        return store.list(userId, cursor).chain(step -> {
            boolean some = metSome || !step.items().isEmpty();
            if (!some && step.next().isEmpty()) {
                return Uni.createFrom().item(before);
            }
            if (passes == 0) {
                return Uni.createFrom().failure(ProblemType.ACCOUNT_CHANGED.exception());
            }
            return change(userId, step.items())
                    .map(before::plus)
                    // a scan may miss tokens that were added or changed meanwhile: repeat until one finds none
                    .chain(done -> step.next().isPresent()
                            ? replaceAll(userId, step.next(), done, some, passes)
                            : replaceAll(userId, Optional.empty(), done, false, passes - 1));
        });
    }

    private Uni<Counts> change(String userId, List<Listed> entries) {
        if (entries.isEmpty()) {
            return Uni.createFrom().item(Counts.NONE);
        }
        List<Change> changes = decide(userId, entries);
        return store.change(userId, changes).replaceWith(() -> count(changes));
    }

    /** Dry run of {@link #replaceAll}. */
    public Uni<Counts> inspect(String userId) {
        return inspect(userId, Optional.empty(), Counts.NONE);
    }

    private Uni<Counts> inspect(String userId, Optional<String> cursor, Counts before) {
        return store.list(userId, cursor).chain(step -> {
            Counts counts = before.plus(count(decide(userId, step.items())));
            return step.next().isPresent()
                    ? inspect(userId, step.next(), counts)
                    : Uni.createFrom().item(counts);
        });
    }

    private List<Change> decide(String userId, List<Listed> entries) {
        Instant now = clock.instant();
        return entries.stream().map(entry -> decide(userId, entry, now)).toList();
    }

    private Change decide(String userId, Listed entry, Instant now) {
        Optional<LegacyToken> old = Optional.of(entry)
                .filter(listed -> TokenFormat.isLegacy(listed.text()))
                .flatMap(listed -> json.read(listed.record(), LegacyToken.class))
                .filter(record -> record.isRecordOf(entry.text()));
        if (old.isEmpty() || !old.get().userId().equals(Optional.of(userId))) {
            return new Change.Unlist(entry);
        }
        ApiToken replacement = old.get().replacement(ids.newTokenId(), entry.text(), now);
        return old.get().usable() && !replacement.expired(now.minus(ApiToken.EXPIRED_RETENTION))
                ? new Change.Replace(entry, replacement, old.get().lastUse())
                : new Change.Remove(entry);
    }

    private static Counts count(List<Change> changes) {
        long replaced = changes.stream()
                .filter(change -> change instanceof Change.Replace)
                .count();
        return new Counts(replaced, changes.size() - replaced);
    }
}
