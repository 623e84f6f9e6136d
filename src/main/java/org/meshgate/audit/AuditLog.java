package org.meshgate.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.jboss.logging.Logger;
import org.meshgate.config.MeshgateConfig;

/**
 * Writes entries: at once to the log, in the category {@code meshgate.audit}, one JSON object a line; then to the stream. An
 * entry that Redis does not take is told in the log.
 */
@ApplicationScoped
public class AuditLog {

    private static final Logger LOG = Logger.getLogger("meshgate.audit");

    private final AuditStore store;
    private final ObjectMapper mapper;
    private final int most;

    AuditLog(AuditStore store, ObjectMapper mapper, MeshgateConfig config) {
        this.store = store;
        this.mapper = mapper;
        this.most = config.audit().maxEntries();
    }

    /** Writes an entry. Never fails: what happened has happened. */
    public Uni<Void> write(AuditEntry entry) {
        return Uni.createFrom().deferred(() -> {
            Map<String, String> fields = entry.fields();
            LOG.info(json(fields));
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

    private String json(Map<String, String> fields) {
        try {
            return mapper.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts are JSON", e);
        }
    }
}
