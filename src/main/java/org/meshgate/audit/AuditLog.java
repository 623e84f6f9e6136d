package org.meshgate.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.jboss.logging.Logger;
import org.meshgate.audit.throttle.AuditThrottle;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.config.ServerConfig.LogFormat;
import org.meshgate.http.logging.StructuredLogger;

/**
 * Writes audit entries, first to the log category {@code meshgate.audit}, then to a Redis stream. In a plain-text log
 * the message is the entry as one JSON object; in a JSON log the fields of the entry are fields of the line. If Redis
 * rejects an entry, an error is logged. Entries beyond {@link UserAuditBudgets} go to the log only; once a minute a
 * summary in the stream counts them.
 */
@ApplicationScoped
public class AuditLog {

    private static final String CATEGORY = "meshgate.audit";
    private static final Logger LOG = Logger.getLogger(CATEGORY);

    private final StructuredLogger lines = new StructuredLogger(CATEGORY);
    private final AuditStore store;
    private final UserAuditBudgets budgets;
    private final ObjectMapper mapper;
    private final int maxEntries;
    private final boolean json;

    AuditLog(AuditStore store, UserAuditBudgets budgets, ObjectMapper mapper, MeshgateConfig config) {
        this.budgets = budgets;
        this.store = store;
        this.mapper = mapper;
        this.maxEntries = config.audit().maxEntries();
        this.json = config.server().logFormat() == LogFormat.JSON;
    }

    /** Writes an entry. Never fails, because the action has already happened. */
    public Uni<Void> write(AuditEntry entry) {
        return Uni.createFrom().deferred(() -> {
            Map<String, String> fields = entry.fields();
            logOnly(fields);
            if (maxEntries == 0 || !hasRoom(entry)) {
                return Uni.createFrom().voidItem();
            }
            return store.add(fields, maxEntries)
                    .onFailure()
                    .invoke(failure ->
                            LOG.errorf("Audit entry not stored in Redis (%s): %s", failure.getMessage(), json(fields)))
                    .onFailure()
                    .recoverWithNull();
        });
    }

    private boolean hasRoom(AuditEntry entry) {
        String user = entry.origin().userId();
        return user.isEmpty()
                || entry.origin().equals(AuditOrigin.COMMAND_LINE)
                || entry.action() == AuditAction.ENTRIES_LEFT_OUT
                || budgets.take(user, entry.action());
    }

    /** Writes summaries to the stream: the number of omitted entries per user. */
    Uni<Void> summarize() {
        return Multi.createFrom()
                .iterable(budgets.drain())
                .onItem()
                .transformToUniAndConcatenate(left -> write(new AuditEntry(
                        AuditAction.ENTRIES_LEFT_OUT,
                        AuditEntry.SUCCESS,
                        new AuditOrigin(left.userId(), "", "", ""),
                        "",
                        Map.of(AuditThrottle.IN_LOG_ALONE, Long.toString(left.count())))))
                .collect()
                .last();
    }

    /** Writes an entry in the background. */
    public void writeSoon(AuditEntry entry) {
        write(entry).subscribe().with(done -> {}, failure -> LOG.error("Could not write an audit entry", failure));
    }

    /** Writes an entry to the log only. */
    void logOnly(AuditEntry entry) {
        logOnly(entry.fields());
    }

    private void logOnly(Map<String, String> fields) {
        if (json) {
            lines.info(fields.get("action") + " " + fields.get("outcome"), fields);
        } else {
            LOG.info(json(fields));
        }
    }

    private String json(Map<String, String> fields) {
        try {
            return mapper.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot serialize an audit entry", e);
        }
    }
}
