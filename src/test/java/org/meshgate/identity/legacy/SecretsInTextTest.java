package org.meshgate.identity.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.meshgate.accounts.login.AccountService.UserAndToken;
import org.meshgate.accounts.login.dto.ChangePasswordRequest;
import org.meshgate.accounts.login.dto.LoginRequest;
import org.meshgate.accounts.login.dto.LoginResponse;
import org.meshgate.accounts.login.dto.RegisterResponse;
import org.meshgate.accounts.validation.NewAccount;
import org.meshgate.caller.Role;
import org.meshgate.identity.password.LegacyPasswordHash;
import org.meshgate.identity.password.PasswordHasher;
import org.meshgate.identity.store.UserIndexStore;
import org.meshgate.identity.store.UserStore;
import org.meshgate.identity.token.ApiToken;
import org.meshgate.identity.token.IssuedToken;
import org.meshgate.identity.token.TokenKind;
import org.meshgate.identity.token.TokenVerification;
import org.meshgate.identity.user.StoredUser;
import org.meshgate.identity.user.User;
import org.meshgate.runtime.Page;

/** Checks that {@code toString} of records does not print secrets. */
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
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        IssuedToken issued = new IssuedToken(SECRET, token);
        for (Object value : List.of(
                user,
                issued,
                new StoredUser(user, SECRET),
                new TokenVerification.Valid(user, token, false),
                new UserAndToken(user, issued),
                new UserStore.TokenAndOwner(token, Optional.of(user), Optional.empty(), false),
                new Page<>(List.of(user), 1),
                new LegacyToken(
                        Optional.of(SECRET),
                        Optional.of("user_1"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        null),
                new LegacyTokenStore.Found(false, SECRET, Optional.of(user), Optional.empty(), false),
                new LegacyTokenStore.Listed(SECRET, SECRET),
                new LegacyTokenStore.Change.Replace(
                        new LegacyTokenStore.Listed(SECRET, SECRET), token, Optional.empty()),
                new LegacyPasswordHash(SECRET, new byte[32]),
                new PasswordHasher.PasswordCheck(true, Optional.of(SECRET)),
                new UserIndexStore.ScannedUser("user_1", SECRET, Optional.of(user), true, false, 0),
                new NewAccount("alice", "alice@example.com", SECRET),
                new LoginRequest("alice", SECRET, null),
                new ChangePasswordRequest(SECRET, SECRET, false),
                new RegisterResponse(true, "", null, Optional.of(SECRET), ""),
                new LoginResponse(null, Optional.of(SECRET), "", "", Optional.empty()))) {
            assertThat(value.toString()).as(value.getClass().getSimpleName()).doesNotContain(SECRET);
        }
    }
}
