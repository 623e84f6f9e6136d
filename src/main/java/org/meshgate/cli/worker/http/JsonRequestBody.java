package org.meshgate.cli.worker.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedOutputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.meshgate.cli.worker.job.JobContext;
import org.meshgate.cli.worker.job.LocalFile;

/** A JSON object: the inputs, files as base64 text, and the constants. */
final class JsonRequestBody implements RequestBody {

    private final ObjectMapper json;
    private final FieldMap fields;

    JsonRequestBody(ObjectMapper json, FieldMap fields) {
        this.json = json;
        this.fields = fields;
    }

    @Override
    public String write(JobContext context, Path target) throws IOException {
        Map<String, Path> files = new LinkedHashMap<>();
        for (LocalFile file : context.files()) {
            fields.member(file.field()).ifPresent(name -> files.put(name, file.path()));
        }
        Map<String, JsonNode> members = RequestMembers.of(context, fields);
        members.keySet().removeAll(files.keySet());
        try (OutputStream out = new BufferedOutputStream(new FileOutputStream(target.toFile()));
                JsonGenerator generator = json.createGenerator(out)) {
            generator.writeStartObject();
            for (Map.Entry<String, JsonNode> member : members.entrySet()) {
                generator.writeFieldName(member.getKey());
                generator.writeTree(member.getValue());
            }
            for (Map.Entry<String, Path> file : files.entrySet()) {
                generator.writeFieldName(file.getKey());
                try (InputStream in = new FileInputStream(file.getValue().toFile())) {
                    generator.writeBinary(in, -1); // to its end
                }
            }
            generator.writeEndObject();
        }
        return "application/json";
    }
}
