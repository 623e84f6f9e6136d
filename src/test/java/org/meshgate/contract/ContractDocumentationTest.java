package org.meshgate.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of differences, the recorded answers and docs/MIGRATION.md say the same. */
class ContractDocumentationTest {

    private static final String SECTION = "### In the answers\n";

    @Test
    void theDocumentationHasEveryDifferenceAndNoOther() throws IOException {
        String document = Files.readString(Path.of("docs", "MIGRATION.md"));
        assertThat(document).contains(SECTION);
        List<String> rows = document.substring(document.indexOf(SECTION) + SECTION.length())
                .lines()
                .takeWhile(line -> !line.startsWith("#"))
                .filter(line -> line.startsWith("| `"))
                .toList();
        assertThat(rows)
                .containsExactlyElementsOf(
                        Difference.all().stream().map(Difference::row).toList());
    }

    @Test
    void everyDifferenceIsOfSomethingThatWasRecorded() {
        List<RecordedCase> cases = Stream.of("auth", "simple")
                .flatMap(mode -> RecordedCase.all(mode).stream())
                .toList();
        assertThat(cases).hasSize(45).extracting(RecordedCase::name).doesNotHaveDuplicates();
        for (Difference difference : Difference.all()) {
            assertThat(cases).extracting(RecordedCase::name).containsAll(difference.cases());
            if (difference.kind() != Difference.Kind.REQUEST) {
                for (String member : difference.members()) {
                    assertThat(cases).as(member).anyMatch(recorded -> recorded.shape().members().keySet().stream()
                            .anyMatch(path -> matches(path, member)));
                }
            }
        }
    }

    @Test
    void aMissingMemberAndAnotherTypeAreComplainedOf() {
        RecordedCase recorded = new RecordedCase(
                "x",
                "auth",
                true,
                "GET",
                "/",
                200,
                new Shape(Map.of(
                        "a", Shape.Member.parse("array"),
                        "a[]", Shape.Member.parse("object"),
                        "a[].name", Shape.Member.parse("string"),
                        "a[].end", Shape.Member.parse("null|string"),
                        "a[].extra", Shape.Member.parse("number?"),
                        "nothing", Shape.Member.parse("null"))));
        assertThat(complaints(recorded, "{'a':[{'name':'n','end':null}],'nothing':7,'more':1}"))
                .isEmpty();
        assertThat(complaints(recorded, "{'a':[{'name':null,'end':null}],'nothing':7}"))
                .containsExactly("a[].name is [null] and was [string]");
        assertThat(complaints(recorded, "{'a':[{'name':'n','end':'e'},{'name':'n','extra':'1'}],'nothing':7}"))
                .containsExactlyInAnyOrder(
                        "a[].end is missing in some elements", "a[].extra is [string] and was [number]");
        assertThat(complaints(recorded, "{'a':[]}"))
                .containsExactlyInAnyOrder(
                        "a[] is missing", "a[].name is missing", "a[].end is missing", "nothing is missing");
    }

    private static List<String> complaints(RecordedCase recorded, String json) {
        try {
            return List.copyOf(new TreeSet<>(Comparison.complaints(
                    recorded,
                    Shape.of(new com.fasterxml.jackson.databind.ObjectMapper().readTree(json.replace('\'', '"'))))));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean matches(String path, String member) {
        return member.endsWith(".*") ? path.startsWith(member.substring(0, member.length() - 1)) : path.equals(member);
    }
}
