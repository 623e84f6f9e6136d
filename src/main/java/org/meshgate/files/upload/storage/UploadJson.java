package org.meshgate.files.upload.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Reads and writes the JSON of upload records in Redis. */
@ApplicationScoped
class UploadJson {

    private static final String OWNER = "user_id";

    private final ObjectMapper mapper;

    UploadJson(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    String write(StoredUpload upload) {
        ObjectNode record = mapper.createObjectNode()
                .put("file_id", upload.id())
                .put("filename", upload.filename())
                .put("file_path", upload.path())
                .put("file_type", upload.type())
                .put("file_size_mb", upload.sizeMb())
                .put("upload_time", upload.uploadTime())
                .put("expires_at", upload.expiresAt())
                .put("is_available", upload.available());
        upload.owner().ifPresent(owner -> record.put(OWNER, owner));
        try {
            return mapper.writeValueAsString(record);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always JSON", e);
        }
    }

    /** Parses a record; empty when the text is not JSON or has no path. */
    Optional<StoredUpload> read(String id, String text) {
        try {
            JsonNode record = mapper.readTree(text);
            String path = record.path("file_path").asText();
            return path.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new StoredUpload(
                            id,
                            record.path("filename").asText(),
                            path,
                            record.path("file_type").asText(),
                            record.path("file_size_mb").asDouble(),
                            record.path("upload_time").asText(),
                            record.path("expires_at").asText(),
                            record.path("is_available").asBoolean(true),
                            Optional.of(record.path(OWNER).asText()).filter(owner -> !owner.isEmpty())));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
