package org.meshgate.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meshgate.testing.Api.USERS;
import static org.meshgate.testing.Api.as;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;

/** The audit budget of a user who floods the server. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class AuditBudgetTest {

    @Inject
    AuditLog log;

    @Inject
    Accounts accounts;

    @Inject
    RedisView redis;

    @Test
    void oneUserCannotPushTheOthersOutOfTheStreamAndIsToldInASummary() {
        // Given
        Account admin = accounts.createAdmin();
        Account mallory = Api.register();
        // When a user has more entries than one may have
        for (int i = 0; i < 1500; i++) {
            write(mallory, AuditAction.TOKEN_CREATE);
        }
        write(mallory, AuditAction.PASSWORD_CHANGE);
        write(log.summarize());
        // Then the stream has so many of them, how many were left out, and what they changed
        int told = redis.audit().split("detail.test", -1).length - 1;
        assertThat(told).isBetween(1000, 1050);
        assertThat(actions(admin, mallory, "password_change")).hasSize(1);
        List<Map<String, String>> summaries = as(admin)
                .get(USERS + "/admin/audit?action=entries_left_out&user=" + mallory.userId())
                .path("entries.details");
        assertThat(summaries).isNotEmpty();
        assertThat(summaries.stream()
                        .mapToInt(details -> Integer.parseInt(details.get("in_log_alone")))
                        .sum())
                .isEqualTo(1501 - told);
    }

    private static List<String> actions(Account admin, Account of, String action) {
        return as(admin)
                .get(USERS + "/admin/audit?action=" + action + "&user=" + of.userId())
                .path("entries.action");
    }

    private void write(Account user, AuditAction action) {
        write(log.write(new AuditEntry(
                action, AuditEntry.SUCCESS, new AuditOrigin(user.userId(), "", "", ""), "", Map.of("test", "1"))));
    }

    private static void write(Uni<Void> entry) {
        entry.await().atMost(Duration.ofSeconds(10));
    }
}
