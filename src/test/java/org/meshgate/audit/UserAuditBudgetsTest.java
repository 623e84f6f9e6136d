package org.meshgate.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.meshgate.audit.UserAuditBudgets.Omitted;

/** The budgets of stream entries per user. */
class UserAuditBudgetsTest {

    private Instant now = Instant.parse("2026-01-31T09:30:00Z");
    private final UserAuditBudgets budgets = new UserAuditBudgets(new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    });

    @Test
    void aUserHasAThousandEntriesAtOnceAndThenOneInTenSeconds() {
        assertThat(taken("alice", AuditAction.TOKEN_CREATE, 5000)).isEqualTo(1000);
        now = now.plus(Duration.ofSeconds(10));
        assertThat(taken("alice", AuditAction.TOKEN_REVOKE, 5000)).isEqualTo(1);
        assertThat(taken("bob", AuditAction.TOKEN_CREATE, 1)).isEqualTo(1);
    }

    @Test
    void accountChangesHaveTheirOwnBudget() {
        taken("alice", AuditAction.JOB_READ, 5000);
        assertThat(taken("alice", AuditAction.USER_DELETE, 1)).isEqualTo(1);
        assertThat(taken("alice", AuditAction.PASSWORD_RESET, 1)).isEqualTo(1);
    }

    @Test
    void omittedEntriesAreReportedOnce() {
        taken("alice", AuditAction.TOKEN_CREATE, 1007);
        taken("bob", AuditAction.TOKEN_CREATE, 1000);
        assertThat(budgets.drain()).containsExactly(new Omitted("alice", 7));
        assertThat(budgets.drain()).isEmpty();
    }

    private int taken(String user, AuditAction action, int times) {
        int taken = 0;
        for (int i = 0; i < times; i++) {
            taken += budgets.take(user, action) ? 1 : 0;
        }
        return taken;
    }
}
