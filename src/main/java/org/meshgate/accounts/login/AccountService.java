package org.meshgate.accounts.login;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.meshgate.accounts.invite.Invitations;
import org.meshgate.accounts.validation.NewAccount;
import org.meshgate.accounts.validation.PasswordRules;
import org.meshgate.caller.Role;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.config.SecurityConfig.Registration;
import org.meshgate.identity.code.StoredInvite;
import org.meshgate.identity.token.IssuedToken;
import org.meshgate.identity.user.User;
import org.meshgate.problem.BusyException;
import org.meshgate.problem.ProblemType;
import org.meshgate.problem.ValidationFailedException;
import org.meshgate.problem.limit.LoginThrottledException;
import org.meshgate.throttle.LoginThrottle;

/** Registers accounts, and creates administrators. */
@ApplicationScoped
public class AccountService {

    private final Registration registration;
    private final PasswordRules rules;
    private final LoginThrottle throttle;
    private final Invitations invitations;
    private final AccountCreator creator;
    private final LoginMetrics metrics;

    AccountService(
            MeshgateConfig config,
            PasswordRules rules,
            LoginThrottle throttle,
            Invitations invitations,
            AccountCreator creator,
            LoginMetrics metrics) {
        this.registration = config.security().registration();
        this.rules = rules;
        this.throttle = throttle;
        this.invitations = invitations;
        this.creator = creator;
        this.metrics = metrics;
    }

    /** An account and a newly issued token of it. */
    public record UserAndToken(User user, IssuedToken token) {}

    /**
     * Registers an account with role user and issues a login token.
     *
     * @param inviteCode ignored unless registration requires an invitation
     * @return fails with {@link ProblemType#REGISTRATION_CLOSED}, {@link ValidationFailedException},
     *     {@link LoginThrottledException}, {@link ProblemType#INVITE_REQUIRED}, {@link ProblemType#USERNAME_TAKEN},
     *     {@link ProblemType#EMAIL_TAKEN} or {@link BusyException}
     */
    public Uni<UserAndToken> register(NewAccount account, Optional<String> inviteCode, ClientContext clientContext) {
        return metrics.registration(tryToRegister(account, inviteCode, clientContext));
    }

    private Uni<UserAndToken> tryToRegister(
            NewAccount account, Optional<String> inviteCode, ClientContext clientContext) {
        if (registration == Registration.CLOSED) {
            return Uni.createFrom().failure(ProblemType.REGISTRATION_CLOSED.exception());
        }
        return Uni.createFrom()
                .item(account)
                .invoke(rules::check)
                .chain(given -> throttle.registration(clientContext.network()))
                .chain(admission -> invite(account, inviteCode)
                        .chain(invite -> creator.create(account, Role.USER, invite, clientContext))
                        .call(made -> throttle.registered(
                                clientContext.network(), made.user().id()))
                        .onFailure(BusyException.class)
                        .call(admission::notTried));
    }

    /** Checked before hashing, and before the response could reveal which names are taken. */
    private Uni<Optional<StoredInvite>> invite(NewAccount account, Optional<String> code) {
        return registration == Registration.INVITE
                ? invitations.require(code, account.email()).map(Optional::of)
                : Uni.createFrom().item(Optional.empty());
    }

    /**
     * Creates the first administrator and issues a login token. Of several at the same moment, one succeeds.
     *
     * @return fails with {@link ProblemType#ADMIN_EXISTS} when there is an administrator, and as {@link #createAdmin} does
     */
    public Uni<UserAndToken> createFirstAdmin(NewAccount account, ClientContext clientContext) {
        return Uni.createFrom()
                .item(account)
                .invoke(rules::check)
                .chain(given -> creator.createFirstAdmin(given, clientContext));
    }

    /**
     * Creates an administrator and issues an API token that is valid for a year.
     *
     * @return fails as {@link #register} does, but ignores the registration setting and the rate limit
     */
    public Uni<UserAndToken> createAdmin(NewAccount account) {
        return Uni.createFrom()
                .item(account)
                .invoke(rules::check)
                .chain(given -> creator.create(given, Role.ADMIN, Optional.empty(), ClientContext.ANONYMOUS));
    }
}
