package org.meshgate.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.jboss.logging.Logger;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.config.MeshgateConfig.LogFormat;
import org.meshgate.http.FieldsLog;

/**
 * Writes entries: at once to the log, in the category {@code meshgate.audit}; then to the stream. In a log of plain text the
 * message is the entry as one JSON object; in one of JSON its names and values are those of the line. An entry that Redis
 * does not take is told in the log.
 */
@ApplicationScoped
public class AuditLog {

    private static final String CATEGORY = "meshgate.audit";
    private static final Logger LOG = Logger.getLogger(CATEGORY);

    private final FieldsLog lines = new FieldsLog(CATEGORY);
    private final AuditStore store;
    private final ObjectMapper mapper;
    private final int most;
    private final boolean json;

    AuditLog(AuditStore store, ObjectMapper mapper, MeshgateConfig config) {
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
            if (most == 0) {
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
