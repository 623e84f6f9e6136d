package org.meshgate.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the documentation shows, for tests that it is true. */
public final class Documents {

    private static final Pattern WORKED_EXAMPLE =
            Pattern.compile("## Job types\\n.*?```yaml\\n(.*?)```", Pattern.DOTALL);

    private Documents() {}

    /** The job type of which docs/job-types.md tells how it is added. */
    public static String addedJobType() {
        try {
            Matcher example = WORKED_EXAMPLE.matcher(Files.readString(Path.of("docs", "job-types.md")));
            if (!example.find()) {
                throw new AssertionError("docs/job-types.md has no example");
            }
            return example.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A model for it. */
    public static String addedModel() {
        return """
                mesh_to_picture:
                  camera_mesh_to_picture:
                    vram_mb: 512
                    inputs: [mesh]
                    outputs: [png]
                    enabled: true
                    parameters:
                      seed: {type: integer, minimum: 0}
                      steps: {type: integer, minimum: 1, maximum: 50}
                """;
    }
}
