package org.meshgate.testing;

import io.vertx.redis.client.Command;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.meshgate.accounts.admin.PasswordReset;
import org.meshgate.accounts.admin.UserAdministration;
import org.meshgate.accounts.login.AccountService;
import org.meshgate.accounts.login.AccountService.UserAndToken;
import org.meshgate.accounts.validation.NewAccount;
import org.meshgate.identity.index.UserIndexer;
import org.meshgate.problem.ProblemException;
import org.meshgate.testing.Api.Account;

/** What tests do from inside the program, as the command line does. */
@ApplicationScoped
public class Accounts {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final AccountService service;
    private final UserAdministration administration;
    private final PasswordReset passwordReset;
    private final UserIndexer indexer;
    private final RedisView redis;

    Accounts(
            AccountService service,
            UserAdministration administration,
            PasswordReset passwordReset,
            UserIndexer indexer,
            RedisView redis) {
        this.indexer = indexer;
        this.service = service;
        this.administration = administration;
        this.passwordReset = passwordReset;
        this.redis = redis;
    }

    public Account createAdmin() {
        String name = Api.unique("admin-");
        UserAndToken made = service.createAdmin(new NewAccount(name, name + "@example.com", Api.PASSWORD))
                .await()
                .atMost(LIMIT);
        return new Account(
                made.user().id(), name, name + "@example.com", made.token().text());
    }

    /** Indexes the accounts that no index knows. */
    public void index() {
        indexer.complete().await().atMost(LIMIT);
    }

    public void deleteAdminsExcept(Account kept) {
        redis.send(Command.SMEMBERS, "3daigc:users:admins").forEach(id -> {
            if (!id.toString().equals(kept.userId())) {
                administration
                        .delete(kept.userId(), id.toString(), false)
                        .await()
                        .atMost(LIMIT);
            }
        });
    }

    public void resetPassword(String userId, String password) {
        passwordReset
                .reset("the command line", userId, password, () -> false)
                .await()
                .atMost(LIMIT);
    }

    /** The code of the failure, or "deleted". */
    public String deletionBy(String adminId, String userId) {
        try {
            administration.delete(adminId, userId, false).await().atMost(LIMIT);
            return "deleted";
        } catch (ProblemException refused) {
            return refused.type().name();
        }
    }
}
