package org.meshgate.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The entries of docs/problems.md are generated from {@link ProblemType} and the texts of docs/problems.yaml.
 * {@code ./mvnw test -DskipITs -Dtest=ProblemPageTest -Ddocs.write=true} writes them.
 */
class ProblemPageTest {

    private static final Path PAGE = Path.of("docs/problems.md");
    private static final Path TEXTS = Path.of("docs/problems.yaml");
    private static final String BEGIN = "<!-- generated from ProblemType and problems.yaml by ProblemPageTest -->\n";

    @Test
    void everyProblemHasItsTextInTheOrderOfTheEnum() throws IOException {
        assertThat(texts().keySet())
                .containsExactly(
                        Arrays.stream(ProblemType.values()).map(Enum::name).toArray(String[]::new));
        assertThat(texts().values()).allSatisfy(text -> assertThat(text).containsOnlyKeys("meaning", "action"));
    }

    @Test
    void thePageHasTheEntriesOfTheEnum() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN);
        assertThat(begin).as("the mark of the generated part").isNotNegative();
        String generated = page.substring(0, begin) + BEGIN + entries(texts());
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(PAGE, generated);
        }
        assertThat(page).isEqualTo(generated);
    }

    private static String entries(Map<String, Map<String, String>> texts) {
        return Arrays.stream(ProblemType.values())
                .map(type -> entry(type, texts.get(type.name())))
                .collect(Collectors.joining());
    }

    private static String entry(ProblemType type, Map<String, String> text) {
        String detail = type.detail().isEmpty() ? "" : " `" + type.detail().replace("%s", "…") + "`";
        return "\n## " + type.name() + "\n\n"
                + type.status() + ". **" + type.title() + ".**" + detail + "\n\n"
                + text.get("meaning") + "\n\n"
                + "**What to do:** " + text.get("action") + "\n";
    }

    private static Map<String, Map<String, String>> texts() throws IOException {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(TEXTS));
    }
}
