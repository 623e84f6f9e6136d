package org.meshgate.webhooks.dispatch;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.meshgate.http.PublicUrl;
import org.meshgate.http.json.InstantSerializer;
import org.meshgate.identity.RecordJson;
import org.meshgate.jobs.record.RecordPathRedactor;
import org.meshgate.redis.Timestamps;
import org.meshgate.webhooks.endpoint.EndpointOwner;

/** Makes the body of a delivery: {@code type}, {@code timestamp} and {@code data}, under 20,000 bytes of JSON. */
@ApplicationScoped
class DeliveryBody {

    static final int MAX_BYTES = 20_000;

    private static final String JOB_ID = "job_id";
    private static final String ERROR = "error";
    private static final String JOBS = "/api/v1/system/jobs/";

    private final RecordJson json;
    private final Optional<String> publicUrl;

    DeliveryBody(RecordJson json, PublicUrl publicUrl) {
        this.json = json;
        this.publicUrl = publicUrl.configured();
    }

    /** The same for all attempts, unless the configuration changes in between. */
    byte[] of(ClaimedDelivery delivery) {
        ObjectNode data = delivery.message().data().deepCopy();
        if (!delivery.endpoint().owner().equals(EndpointOwner.SERVER)) {
            data.remove("user_id"); // always the owner
        }
        utc(data, "created_at");
        utc(data, "started_at");
        Optional.ofNullable(data.get(ERROR))
                .ifPresent(error -> data.put(ERROR, RecordPathRedactor.redact(error.asText())));
        if (data.hasNonNull(JOB_ID)) {
            String base = publicUrl.orElse(delivery.endpoint().baseUrl());
            data.put("status_url", base + JOBS + data.get(JOB_ID).asText());
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("type", delivery.message().type());
        body.put("timestamp", InstantSerializer.millis(delivery.message().time()));
        body.set("data", data);
        byte[] bytes = bytes(body);
        if (bytes.length < MAX_BYTES) {
            return bytes;
        }
        data.remove(ERROR); // of control characters, each of which takes six bytes
        return bytes(body);
    }

    /** The scheduler of 3DAIGC-API writes times of its own zone. */
    private static void utc(ObjectNode data, String member) {
        Timestamps.parse(data.path(member).textValue())
                .ifPresent(time -> data.put(member, InstantSerializer.millis(time)));
    }

    private byte[] bytes(ObjectNode body) {
        return json.write(body).getBytes(StandardCharsets.UTF_8);
    }
}
