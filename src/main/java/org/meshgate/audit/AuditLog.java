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
 * Writes entries: at once to the log, in the category {@code meshgate.audit}; then to the stream. In a log of plain text the
 * message is the entry as one JSON object; in one of JSON its names and values are those of the line. An entry that Redis
 * does not take is told in the log. What a user does beyond {@link UserAuditBudgets} is in the log alone, and a summary a minute says
 * in the stream how much that is.
 */
@ApplicationScoped
public class AuditLog {

    private static final String CATEGORY = "meshgate.audit";
    private static final Logger LOG = Logger.getLogger(CATEGORY);

    private final StructuredLogger lines = new StructuredLogger(CATEGORY);
    private final AuditStore store;
    private final UserAuditBudgets budgets;
    private final ObjectMapper mapper;
    private final int most;
    private final boolean json;

    AuditLog(AuditStore store, UserAuditBudgets budgets, ObjectMapper mapper, MeshgateConfig config) {
        this.budgets = budgets;
        this.store = store;
        this.mapper = mapper;
        this.most = config.audit().maxEntries();
        this.json = config.server().logFormat() == LogFormat.JSON;
    }

    /** Writes an entry. Never fails: what happened has happened. */
    public Uni<Void> write(AuditEntry entry) {
        return Uni.createFrom().deferred(() -> {
            Map<String, String> fields = entry.fields();
            tell(fields);
            if (most == 0 || !hasRoom(entry)) {
                return Uni.createFrom().voidItem();
            }
            return store.add(fields, most)
                    .onFailure()
                    .invoke(failure ->
                            LOG.errorf("this entry is in the log alone (%s): %s", failure.getMessage(), json(fields)))
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

    /** Tells in the stream how many entries of each user are not there. */
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

    /** Writes an entry for which nobody waits. */
    public void writeSoon(AuditEntry entry) {
        write(entry).subscribe().with(done -> {}, failure -> LOG.error("an entry was not written", failure));
    }

    /** Writes an entry to the log alone. */
    void tell(AuditEntry entry) {
        tell(entry.fields());
    }

    private void tell(Map<String, String> fields) {
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
            throw new IllegalStateException("texts are JSON", e);
        }
    }
}
