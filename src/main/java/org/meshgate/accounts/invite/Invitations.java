package org.meshgate.accounts.invite;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.meshgate.identity.invite.Invite;
import org.meshgate.identity.invite.StoredInvite;
import org.meshgate.identity.store.InviteStore;
import org.meshgate.identity.store.InviteStore.InvitePage;
import org.meshgate.identity.store.UserStore;
import org.meshgate.problem.ProblemType;

/** Leave to register once, which administrators give. Redis has the hash of a code alone. */
@ApplicationScoped
public class Invitations {

    /** What stands before every code, for people and for scanners of secrets. */
    private static final String MARK = "p3i_";

    /** 144 bits: nobody finds one by trying. */
    private static final int RANDOM_BYTES = 18;

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

    /** A new invitation and its code, which is shown this once. */
    public record Made(String code, Invite invite) {

        @Override
        public String toString() {
            return "Made[" + invite + "]";
        }
    }

    /**
     * Makes an invitation.
     *
     * @param email of the one who may use it; nothing for anybody
     */
    public Uni<Made> create(String adminId, Duration life, Optional<String> email) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        String code = MARK + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Invite invite = Invite.of(code, email, adminId, now, now.plus(life));
        return store.add(invite, now).replaceWith(new Made(code, invite));
    }

    /** A page of those that are neither used nor over, the ones that end last first; also of makers who invite no more. */
    public Uni<InvitePage> list(long offset, int limit) {
        return store.list(offset, limit, clock.instant());
    }

    /** Ends an invitation; fails with {@link ProblemType#INVITE_NOT_FOUND}. */
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
     * The invitation by which somebody with this address may register: that of somebody who is an active administrator now.
     * Whether that is still so is asked once more when the account is made.
     *
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
                .call(this::requireMaker);
    }

    private Uni<Void> requireMaker(StoredInvite stored) {
        return users.find(stored.invite().createdBy())
                .invoke(maker -> {
                    if (maker.filter(found -> found.user().user().activeAdmin()).isEmpty()) {
                        throw ProblemType.INVITE_REQUIRED.exception();
                    }
                })
                .replaceWithVoid();
    }
}
