package org.meshgate.worker.registry.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A worker, as it described itself.
 *
 * @param models empty for all models of its features
 * @param jobs how many jobs it ran at its last heartbeat
 * @param userId the service account by whose token it came; null in simple mode
 * @param online whether it was heard of in the last minute
 */
@RegisterForReflection
public record WorkerDetails(
        @JsonProperty("worker_id") String workerId,
        @Schema(nullable = true) String host,
        @Schema(nullable = true) String version,
        List<String> features,
        List<String> models,
        @JsonProperty("loaded_models") List<String> loadedModels,
        int slots,
        int jobs,

        @Schema(type = SchemaType.OBJECT, implementation = Object.class, nullable = true)
        ObjectNode gpu,

        @JsonProperty("user_id") @Schema(nullable = true) String userId,
        @JsonProperty("last_seen") Instant lastSeen,
        boolean online,
        boolean draining) {}
