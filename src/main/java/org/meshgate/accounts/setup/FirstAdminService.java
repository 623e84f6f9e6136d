package org.meshgate.accounts.setup;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.meshgate.accounts.login.AccountService;
import org.meshgate.accounts.login.AccountService.UserAndToken;
import org.meshgate.accounts.login.ClientContext;
import org.meshgate.accounts.validation.NewAccount;
import org.meshgate.identity.index.UserIndexer;
import org.meshgate.problem.ProblemType;

/** Makes the first administrator, while there is none. */
@ApplicationScoped
class FirstAdminService {

    private final UserIndexer users;
    private final AccountService accounts;

    FirstAdminService(UserIndexer users, AccountService accounts) {
        this.users = users;
        this.accounts = accounts;
    }

    /** Whether there is no active administrator. Until all accounts of 3DAIGC-API are indexed, one may be. */
    Uni<Boolean> needed() {
        return users.activeAdmins()
                .chain(admins -> admins > 0
                        ? Uni.createFrom().item(false)
                        : users.incomplete().map(incomplete -> !incomplete));
    }

    /**
     * Creates the first administrator with a login token.
     *
     * @return fails with {@link ProblemType#ADMIN_EXISTS} before a password is hashed, and as
     *     {@link AccountService#createFirstAdmin} does
     */
    Uni<UserAndToken> create(NewAccount account, ClientContext client) {
        return users.activeAdmins()
                .chain(admins -> admins == 0
                        ? accounts.createFirstAdmin(account, client)
                        : Uni.createFrom().failure(ProblemType.ADMIN_EXISTS.exception()));
    }
}
