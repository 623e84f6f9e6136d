package org.meshgate.accounts.invite;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;
import org.meshgate.identity.code.Invite;
import org.meshgate.identity.code.OneTimeCode;
import org.meshgate.identity.code.StoredInvite;
import org.meshgate.identity.store.InviteStore;
import org.meshgate.identity.store.UserStore;
import org.meshgate.problem.ProblemType;
import org.meshgate.runtime.Page;

/** Creates, lists, withdraws and checks invitations to register. Redis stores only the hash of a code. */
@ApplicationScoped
public class Invitations {

    /** Prefix of every code, for users and secret scanners. */
    private static final String PREFIX = "p3i_";

    private static final Pattern CODE = Pattern.compile("p3i_[A-Za-z0-9_-]{24}");
    private static final Pattern ID = Pattern.compile("inv_[0-9a-f]{16}");

    private final InviteStore store;
    private final UserStore users;
    private final SecureRandom random;
    private final Clock clock;

    Invitations(InviteStore store, UserStore users, SecureRandom random, Clock clock) {
        this.store = store;
        this.users = users;
        this.random = random;
        this.clock = clock;
    }

    /** A new invitation and its plain-text code, which is shown only once. */
    public record IssuedInvite(String code, Invite invite) {

        @Override
        public String toString() {
            return "IssuedInvite[" + invite + "]";
        }
    }

    /**
     * Creates an invitation.
     *
     * @param email e-mail address that may register with it; empty for any
     */
    public Uni<IssuedInvite> create(String adminId, Duration lifetime, Optional<String> email) {
        String code = OneTimeCode.generate(PREFIX, random);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Invite invite = Invite.of(code, email, adminId, now, now.plus(lifetime));
        return store.add(invite, now).replaceWith(new IssuedInvite(code, invite));
    }

    /** A page of open invitations, latest expiry first, including those whose creator is no longer an administrator. */
    public Uni<Page<Invite>> list(long offset, int limit) {
        return store.list(offset, limit, clock.instant());
    }

    /** Withdraws an invitation. Fails with {@link ProblemType#INVITE_NOT_FOUND}. */
    public Uni<Void> withdraw(String id) {
        if (!ID.matcher(id).matches()) {
            return Uni.createFrom().failure(ProblemType.INVITE_NOT_FOUND.exception());
        }
        return store.withdraw(id)
                .invoke(withdrawn -> {
                    if (!withdrawn) {
                        throw ProblemType.INVITE_NOT_FOUND.exception();
                    }
                })
                .replaceWithVoid();
    }

    /**
     * Finds the invitation that allows this e-mail address to register. Its creator must be an active administrator,
     * which is checked again when the account is created.
     * @return fails with {@link ProblemType#INVITE_REQUIRED}
     */
    public Uni<StoredInvite> require(Optional<String> code, String email) {
        String given = code.filter(text -> CODE.matcher(text).matches()).orElse("");
        if (given.isEmpty()) {
            return Uni.createFrom().failure(ProblemType.INVITE_REQUIRED.exception());
        }
        return store.find(Invite.id(given))
                .map(found -> found.filter(stored -> stored.invite().admits(given, email, clock.instant()))
                        .orElseThrow(ProblemType.INVITE_REQUIRED::exception))
                .call(this::requireActiveCreator);
    }

    private Uni<Void> requireActiveCreator(StoredInvite stored) {
        return users.find(stored.invite().createdBy())
                .invoke(creator -> {
                    if (creator.filter(found -> found.user().user().activeAdmin())
                            .isEmpty()) {
                        throw ProblemType.INVITE_REQUIRED.exception();
                    }
                })
                .replaceWithVoid();
    }
}
