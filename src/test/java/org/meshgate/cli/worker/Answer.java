package org.meshgate.cli.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** An answer of the fake server. */
record Answer(int status, Map<String, String> headers, byte[] body) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Answer json(int status, JsonNode body) {
        return new Answer(status, Map.of(), body.toString().getBytes(StandardCharsets.UTF_8));
    }

    static Answer problem(int status, String error, String... fields) {
        ObjectNode problem = JSON.createObjectNode().put("error", error).put("detail", error);
        ArrayNode errors = problem.putArray("errors");
        for (String field : fields) {
            errors.addObject().put("field", field).put("message", "is wrong");
        }
        return json(status, problem);
    }

    /** Of the route that tells how clients are authenticated. */
    static Answer authStatus(boolean tokenNeeded) {
        return json(
                200,
                JSON.createObjectNode().put("user_auth_enabled", tokenNeeded).put("api_key_required", tokenNeeded));
    }

    static Answer of(Fault fault) {
        return new Answer(fault.status(), fault.headers(), fault.body().getBytes(StandardCharsets.UTF_8));
    }
}
