package org.meshgate.jobs.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.meshgate.caller.Caller;
import org.meshgate.catalog.model.FileKind;
import org.meshgate.catalog.model.FileReference;
import org.meshgate.catalog.model.FileReference.Source;
import org.meshgate.catalog.validate.Submission;
import org.meshgate.problem.FileMissingException;
import org.meshgate.problem.ValidationFailedException;

class InputFileResolverTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Caller CALLER = new Caller.Anonymous();

    /** Answers with the value, or says that a file is missing. */
    private record Finder(Source source) implements InputFileSource {
        @Override
        public boolean supports(Source asked) {
            return asked == source;
        }

        @Override
        public Uni<String> resolve(Caller caller, FileReference reference) {
            return reference.value().equals("missing")
                    ? Uni.createFrom().failure(new FileMissingException())
                    : Uni.createFrom().item(source + "/" + reference.kind() + "/" + reference.value());
        }
    }

    private final InputFileResolver resolver =
            new InputFileResolver(List.of(new Finder(Source.PATH), new Finder(Source.ID)));

    @Test
    void resolvesEachFileAndKeepsTheOrderOfKeys() {
        ObjectNode inputs = JsonNodeFactory.instance.objectNode();
        inputs.putNull("image_path").put("format", "glb").putNull("mesh_path").putNull("texture_path");
        // When
        resolve(
                inputs,
                file("mesh_path", FileKind.MESH, Source.ID, "b"),
                file("image_path", FileKind.IMAGE, Source.PATH, "a"));
        // Then
        assertThat(inputs)
                .hasToString("{\"image_path\":\"PATH/IMAGE/a\",\"format\":\"glb\",\"mesh_path\":\"ID/MESH/b\","
                        + "\"texture_path\":null}");
    }

    @Test
    void reportsTheFirstUnusableFile() {
        assertThatThrownBy(() -> resolve(
                        JsonNodeFactory.instance.objectNode(),
                        file("a", FileKind.MESH, Source.ID, "missing"),
                        file("b", FileKind.MESH, Source.BASE64, "x")))
                .isInstanceOf(FileMissingException.class);
    }

    @Test
    void rejectsUnsupportedInputByField() {
        assertThatThrownBy(() ->
                        resolve(JsonNodeFactory.instance.objectNode(), file("a", FileKind.MESH, Source.BASE64, "x")))
                .isInstanceOf(ValidationFailedException.class)
                .hasMessage("a_field is not taken by this server");
    }

    private static FileReference file(String key, FileKind kind, Source source, String value) {
        return new FileReference(key, kind, source, key + "_field", value, key);
    }

    private void resolve(ObjectNode inputs, FileReference... files) {
        Submission submission = new Submission(
                "feature", "model", inputs, List.of(files), JsonNodeFactory.instance.objectNode(), "Queued", List.of());
        assertThat(resolver.resolve(CALLER, submission).await().atMost(LIMIT)).isSameAs(submission);
    }
}
