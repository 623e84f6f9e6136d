package org.meshgate.cli.worker.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.meshgate.cli.worker.job.JobContext;

/** The members of a request that are no files. */
final class RequestMembers {

    private RequestMembers() {}

    /** The inputs by the names of the model server, and the constants, which win. */
    static Map<String, JsonNode> of(JobContext context, FieldMap fields) {
        Map<String, JsonNode> members = new LinkedHashMap<>();
        context.job().inputs().properties().forEach(input -> fields.member(input.getKey())
                .filter(name -> !input.getValue().isNull())
                .ifPresent(name -> members.put(name, input.getValue())));
        fields.constants().properties().forEach(constant -> members.put(constant.getKey(), constant.getValue()));
        return members;
    }
}
