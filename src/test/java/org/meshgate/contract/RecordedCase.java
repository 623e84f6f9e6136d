package org.meshgate.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An answer of 3DAIGC-API, without its values. {@code recorded.jsonl} has one a line; {@link #main} makes it out of a file
 * of recorded answers, which is not part of this repository: {@code {"examples": [{"case", "mode", "with_token",
 * "request": {"method", "path"}, "status", "body"}]}}. In paths, ids are replaced by {@code {id}}, and prefixes of tokens
 * by {@code {prefix}}.
 *
 * @param name unique
 * @param mode {@code auth} or {@code simple}
 * @param withToken whether the caller had one
 */
record RecordedCase(String name, String mode, boolean withToken, String method, String path, int status, Shape shape) {

    private static final String FILE = "recorded.jsonl";

    @Override
    public String toString() {
        return name;
    }

    static List<RecordedCase> all(String mode) {
        ObjectMapper json = new ObjectMapper();
        List<RecordedCase> cases = new ArrayList<>();
        try (InputStream file = RecordedCase.class.getResourceAsStream(FILE)) {
            for (String line : new String(file.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                RecordedCase recorded = read(json.readTree(line));
                if (recorded.mode().equals(mode)) {
                    cases.add(recorded);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return cases;
    }

    private static RecordedCase read(JsonNode line) {
        Map<String, Shape.Member> members = new TreeMap<>();
        line.get("members")
                .properties()
                .forEach(member -> members.put(
                        member.getKey(), Shape.Member.parse(member.getValue().asText())));
        return new RecordedCase(
                line.get("case").asText(),
                line.get("mode").asText(),
                line.get("with_token").asBoolean(),
                line.get("method").asText(),
                line.get("path").asText(),
                line.get("status").asInt(),
                new Shape(members));
    }

    /** @param args the file of recorded answers, and the file to write */
    public static void main(String[] args) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<String> lines = new ArrayList<>();
        for (JsonNode example : json.readTree(Path.of(args[0]).toFile()).get("examples")) {
            JsonNode request = example.get("request");
            ObjectNode line = json.createObjectNode()
                    .put("case", example.get("case").asText())
                    .put("mode", example.get("mode").asText())
                    .put("with_token", example.get("with_token").asBoolean())
                    .put("method", request.get("method").asText())
                    .put("path", template(request.get("path").asText()))
                    .put("status", example.get("status").asInt());
            ObjectNode members = line.putObject("members");
            Shape.of(example.get("body")).members().forEach((path, member) -> members.put(path, member.text()));
            lines.add(line.toString());
        }
        Files.write(Path.of(args[1]), lines);
    }

    private static String template(String path) {
        return path.replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|user_[0-9a-f]{16}", "{id}")
                .replaceAll("/tokens/[^/?]+", "/tokens/{prefix}");
    }
}
