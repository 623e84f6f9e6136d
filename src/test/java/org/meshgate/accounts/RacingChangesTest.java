package org.meshgate.accounts;

import static org.hamcrest.Matchers.equalTo;
import static org.meshgate.testing.Api.ADMIN_USERS;
import static org.meshgate.testing.Api.ME;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.arc.ClientProxy;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.meshgate.identity.RestlessAccounts;
import org.meshgate.identity.store.UserChangeStore;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.RedisResource;

/** Concurrent changes of one account. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class RacingChangesTest {

    @Inject
    Accounts accounts;

    @Inject
    UserChangeStore changes;

    @Inject
    KeyPrefix prefix;

    @Test
    void aChangeThatLosesEveryRaceFailsWithRetryAfterAndChangesNothing() {
        // Given
        Account admin = accounts.createAdmin();
        Account alice = Api.register();
        UserChangeStore original = ClientProxy.unwrap(changes);
        QuarkusMock.installMockForType(new RestlessAccounts.Changes(original, prefix), UserChangeStore.class);
        // When
        assertProblem(
                        as(admin)
                                .contentType(ContentType.JSON)
                                .body("{\"role\":\"admin\"}")
                                .patch(ADMIN_USERS + "/" + alice.userId()),
                        409,
                        "ACCOUNT_CHANGED",
                        "The account was changed by other requests at the same moment. Nothing was done. Try again.")
                .header("Retry-After", equalTo("1"));
        // Then
        as(alice).get(ME).then().body("user.role", equalTo("user"));
    }
}
