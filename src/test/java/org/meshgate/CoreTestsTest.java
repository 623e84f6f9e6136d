package org.meshgate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The core of the tests, {@code src/test/core-tests.txt}, needs one start of Quarkus. */
class CoreTestsTest {

    private static final Path TESTS = Path.of("src", "test", "java");

    @Test
    void everyClassOfTheCoreIsThereAndSharesTheStart() throws IOException {
        List<String> core = Files.readAllLines(Path.of("src", "test", "core-tests.txt")).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
        assertThat(core).hasSizeGreaterThan(30).doesNotHaveDuplicates().allSatisfy(line -> assertThat(source(line))
                .contains("@QuarkusTest\n", "@QuarkusTestResource(RedisResource.class)")
                .doesNotContain("@TestProfile", "RESTRICTED"));
    }

    private static String source(String line) throws IOException {
        String name = line.replace("**/", "");
        try (Stream<Path> files = Files.walk(TESTS)) {
            Path file = files.filter(path -> path.getFileName().toString().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(line + " names no test"));
            return Files.readString(file);
        }
    }
}
