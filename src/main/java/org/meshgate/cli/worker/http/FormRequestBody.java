package org.meshgate.cli.worker.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.meshgate.cli.worker.job.JobContext;
import org.meshgate.cli.worker.job.LocalFile;
import org.meshgate.files.ContentTypes;

/** A multipart form (RFC 7578): a part for each input and each file. */
final class FormRequestBody implements RequestBody {

    private final FieldMap fields;

    FormRequestBody(FieldMap fields) {
        this.fields = fields;
    }

    @Override
    public String write(JobContext context, Path target) throws IOException {
        String boundary = "meshgate-" + UUID.randomUUID();
        Set<String> fileNames = new HashSet<>();
        try (OutputStream out = new BufferedOutputStream(new FileOutputStream(target.toFile()))) {
            for (LocalFile file : context.files()) {
                Optional<String> name = fields.member(file.field());
                if (name.isPresent()) {
                    fileNames.add(name.get());
                    writeFile(out, boundary, name.get(), file.path());
                }
            }
            for (Map.Entry<String, JsonNode> member :
                    RequestMembers.of(context, fields).entrySet()) {
                if (!fileNames.contains(member.getKey())) {
                    JsonNode value = member.getValue();
                    print(out, head(boundary, member.getKey()) + "\r\n\r\n");
                    print(out, value.isValueNode() ? value.asText() : value.toString());
                    print(out, "\r\n");
                }
            }
            print(out, "--" + boundary + "--\r\n");
        }
        return "multipart/form-data; boundary=" + boundary;
    }

    private static void writeFile(OutputStream out, String boundary, String name, Path file) throws IOException {
        String fileName = file.getFileName().toString();
        print(
                out,
                head(boundary, name) + "; filename=\"" + escaped(fileName) + "\"\r\nContent-Type: "
                        + ContentTypes.of(fileName) + "\r\n\r\n");
        Files.copy(file, out);
        print(out, "\r\n");
    }

    private static String head(String boundary, String name) {
        return "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + escaped(name) + "\"";
    }

    /** As browsers escape names. */
    private static String escaped(String name) {
        return name.replace("\r", "%0D").replace("\n", "%0A").replace("\"", "%22");
    }

    private static void print(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
