package org.meshgate.cli;

import io.quarkus.runtime.QuarkusApplication;
import java.time.Duration;
import org.meshgate.accounts.AccountService;
import org.meshgate.accounts.AccountService.UserAndToken;
import org.meshgate.accounts.NewAccount;
import org.meshgate.problem.ProblemException;

/** Makes the administrator, with Quarkus running but no port open. */
public class CreateAdminApplication implements QuarkusApplication {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final AccountService accounts;

    CreateAdminApplication(AccountService accounts) {
        this.accounts = accounts;
    }

    /** @param arguments username, e-mail address, password, and the port of the server for the example */
    @Override
    public int run(String... arguments) {
        try {
            UserAndToken made = accounts.createAdmin(new NewAccount(arguments[0], arguments[1], arguments[2]))
                    .await()
                    .atMost(LIMIT);
            System.out.println("user_id: " + made.user().id());
            System.out.println("token: " + made.token().text());
            System.out.flush();
            System.err.println("Administrator " + made.user().username() + " created. The token lives a year"
                    + " and is shown this once. Try it:");
            System.err.println("  curl -H \"Authorization: Bearer <token>\" http://localhost:" + arguments[3]
                    + "/api/v1/users/me");
            return 0;
        } catch (ProblemException refused) {
            System.err.println(Refusal.line(refused));
            return 1;
        }
    }
}
