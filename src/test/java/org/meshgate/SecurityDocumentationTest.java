package org.meshgate;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.junit.ArchTest;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestTemplate;
import org.junit.platform.commons.support.AnnotationSupport;

/** docs/audit/asvs.md names tests that exist, and leaves no requirement without a test or a reason. */
class SecurityDocumentationTest {

    private static final Pattern ROW = Pattern.compile("\\| (\\d+\\.\\d+\\.\\d+) \\|.*");
    private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");
    private static final Pattern UNMET = Pattern.compile("<!-- unmet -->\\n([\\d., \\n]+)\\n");
    private static final int MIN_REASON = 12;

    /** How many requirements of levels 1 and 2 each section of the chapters has that are here in full. */
    private static final Map<String, Integer> COMPLETE = Map.ofEntries(
            Map.entry("6.1", 3),
            Map.entry("6.2", 12),
            Map.entry("6.3", 4),
            Map.entry("6.4", 4),
            Map.entry("6.5", 5),
            Map.entry("6.6", 3),
            Map.entry("6.8", 4),
            Map.entry("7.1", 3),
            Map.entry("7.2", 4),
            Map.entry("7.3", 2),
            Map.entry("7.4", 5),
            Map.entry("7.5", 2),
            Map.entry("7.6", 2),
            Map.entry("8.1", 2),
            Map.entry("8.2", 3),
            Map.entry("8.3", 1),
            Map.entry("8.4", 1));

    private final String page = read(Path.of("docs", "audit", "asvs.md"));
    private final List<Row> rows = page.lines()
            .filter(line -> ROW.matcher(line).matches())
            .map(Row::of)
            .toList();

    /** A row of a table: the requirement, how it is met, and what shows it. */
    private record Row(String number, int level, String requirement, String how, String test) {

        static Row of(String line) {
            String[] cells = line.substring(2, line.length() - 2).split(" \\| ", -1);
            assertThat(cells).as(line).hasSize(5);
            return new Row(cells[0], Integer.parseInt(cells[1]), cells[2], cells[3], cells[4]);
        }

        String section() {
            return number.substring(0, number.lastIndexOf('.'));
        }

        boolean isMet() {
            return !how.startsWith("**Not met.**") && !how.startsWith("**In part.**");
        }
    }

    @Test
    void everyRowHasATestOrAReason() {
        for (Row row : rows) {
            assertThat(row.level()).as(row.number()).isBetween(1, 3);
            assertThat(row.requirement()).as(row.number()).isNotBlank();
            assertThat(row.how()).as(row.number()).isNotBlank();
            boolean hasReason = row.test().startsWith("– ") && row.test().length() >= MIN_REASON;
            assertThat(hasReason || TEST.matcher(row.test()).find())
                    .as("%s has neither a test nor a reason", row.number())
                    .isTrue();
        }
        assertThat(rows).extracting(Row::number).doesNotHaveDuplicates();
    }

    @Test
    void theChaptersThatAreToBeCompleteAre() {
        Map<String, List<Row>> sections = rows.stream()
                .filter(row -> row.number().matches("[678]\\..*") && row.level() < 3)
                .collect(Collectors.groupingBy(Row::section));
        assertThat(sections.keySet()).isEqualTo(COMPLETE.keySet());
        COMPLETE.forEach((section, count) -> assertThat(sections.get(section))
                .extracting(Row::number)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, count)
                        .mapToObj(i -> section + "." + i)
                        .toList()));
    }

    @Test
    void whatIsNotMetIsToldAtTheTop() {
        List<String> told = UNMET.matcher(page)
                .results()
                .flatMap(match -> Arrays.stream(match.group(1).strip().split(",\\s*")))
                .toList();
        assertThat(told)
                .isNotEmpty()
                .containsExactlyElementsOf(rows.stream()
                        .filter(row -> !row.isMet())
                        .map(Row::number)
                        .toList());
    }

    @Test
    void whatIsNotMetSaysWhyAndWhatThereIsInstead() {
        assertThat(rows.stream().filter(row -> !row.isMet()))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.how()).as(row.number()).contains("Why: ", "Instead: "));
    }

    @Test
    void everyTestThatIsNamedExists() {
        List<MatchResult> named = TEST.matcher(page).results().toList();
        assertThat(named).hasSizeGreaterThan(50);
        TreeSet<String> missing = new TreeSet<>();
        for (MatchResult name : named) {
            if (find(name.group(1)).stream().noneMatch(type -> hasTest(type, name.group(2)))) {
                missing.add(name.group(1) + "#" + name.group(2));
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void aTestThatDoesNotExistIsNotFound() {
        assertThat(find("SecurityDocumentationTest")).containsExactly(SecurityDocumentationTest.class);
        assertThat(find("NoSuchTest")).isEmpty();
        assertThat(hasTest(SecurityDocumentationTest.class, "aTestThatDoesNotExistIsNotFound"))
                .isTrue();
        assertThat(hasTest(SecurityDocumentationTest.class, "find")).isFalse();
        assertThat(hasTest(PackageRulesTest.class, "ONLY_STORES_SPEAK_TO_REDIS"))
                .isTrue();
    }

    private static boolean hasTest(Class<?> type, String name) {
        Stream<? extends AnnotatedElement> methods = Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.getName().equals(name));
        Stream<? extends AnnotatedElement> fields = Arrays.stream(type.getDeclaredFields())
                .filter(field -> field.getName().equals(name));
        return Stream.concat(methods, fields).anyMatch(element -> Stream.<Class<? extends Annotation>>of(
                        Test.class, TestTemplate.class, TestFactory.class, ArchTest.class)
                .anyMatch(mark -> AnnotationSupport.isAnnotated(element, mark)));
    }

    private static List<Class<?>> find(String simpleName) {
        List<Class<?>> found = new ArrayList<>();
        for (String root : List.of("src/test/java", "src/native-test/java")) {
            source(Path.of(root), simpleName + ".java").ifPresent(file -> found.add(load(Path.of(root), file)));
        }
        return found;
    }

    private static Optional<Path> source(Path root, String name) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.getFileName().toString().equals(name))
                    .findFirst();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Class<?> load(Path root, Path file) {
        String path = root.relativize(file).toString();
        String name = path.substring(0, path.length() - ".java".length())
                .replace(file.getFileSystem().getSeparator(), ".");
        try {
            return Class.forName(name, false, SecurityDocumentationTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
