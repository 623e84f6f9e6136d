package org.meshgate.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.meshgate.accounts.AccountService.UserAndToken;
import org.meshgate.accounts.NewAccount;
import org.meshgate.accounts.UsersResource;
import org.meshgate.caller.Role;

/** What a careless log statement would print. */
class SecretsInTextTest {

    private static final String SECRET = "the-secret";

    @Test
    void noRecordPrintsItsSecret() {
        User user = User.create("user_1", "alice", "alice@example.com", SECRET, Role.USER, "2026-01-01T00:00:00Z");
        ApiToken token = new ApiToken(
                "tok_1",
                "user_1",
                "app",
                "p3d_",
                TokenKind.API,
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        IssuedToken issued = new IssuedToken(SECRET, token);
        for (Object value : List.of(
                user,
                issued,
                new StoredUser(user, SECRET),
                new TokenCheck.Valid(user, token),
                new UserAndToken(user, issued),
                new IdentityStore.TokenAndOwner(token, Optional.of(user), Optional.empty()),
                new IdentityStore.UserPage(List.of(user), 1),
                new OldToken(
                        Optional.of(SECRET),
                        Optional.of("user_1"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        null),
                new OldTokenStore.Found(false, SECRET, Optional.of(user), Optional.empty()),
                new OldTokenStore.Listed(SECRET, SECRET),
                new OldTokenStore.Change.Replace(new OldTokenStore.Listed(SECRET, SECRET), token, Optional.empty()),
                new OldPasswordHash(SECRET, new byte[32]),
                new PasswordHasher.PasswordCheck(true, Optional.of(SECRET)),
                new UserIndexStore.Walked("user_1", SECRET, Optional.of(user), true, false, 0),
                new NewAccount("alice", "alice@example.com", SECRET),
                new UsersResource.Credentials("alice", SECRET),
                new UsersResource.PasswordChange(SECRET, SECRET, false),
                new UsersResource.Registered(true, "", null, SECRET, ""),
                new UsersResource.LoggedIn(null, SECRET, "", "", Optional.empty()))) {
            assertThat(value.toString()).as(value.getClass().getSimpleName()).doesNotContain(SECRET);
        }
    }
}
