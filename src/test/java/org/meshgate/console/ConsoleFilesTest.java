package org.meshgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.meshgate.audit.AuditAction;
import org.meshgate.runtime.Digests;

/** The sources of the console, as they are served. */
class ConsoleFilesTest {

    private static final Path FOLDER = Path.of("src", "main", "resources", "META-INF", "resources", "console");
    private static final Path VENDOR = FOLDER.resolve("vendor");

    private static final int MAX_FIRST_PAGE_BYTES = 60_000;
    private static final int MAX_FIRST_PAGE_FILES = 8;

    private static final Pattern HOST = Pattern.compile("\\b(?:https?:)?//([a-zA-Z0-9-]+(?:\\.[a-zA-Z0-9-]+)+)");
    private static final Pattern TEXT = Pattern.compile("(?m)^ {2}(\\w+): ");
    private static final Pattern USED_TEXT = Pattern.compile("(?<![\\w.])t\\.(\\w+)");
    private static final Pattern IMPORT =
            Pattern.compile("(?m)^(?:import|export)\\b[^;]*?['\"](\\.{1,2}/[^'\"]+)['\"]");
    private static final Pattern LINKED = Pattern.compile("(?:src|href)=\"([^\":]+)\"");

    /** The names of XML namespaces, which nobody asks for. */
    private static final Set<String> NAMESPACES = Set.of("www.w3.org");

    /** What stands in vendored files: licences, and decoders that preview.js points elsewhere. */
    private static final Set<String> IN_VENDORED_FILES = Set.of(
            "www.w3.org",
            "www.apache.org",
            "schema.org",
            "101arrowz.github.io",
            "github.com",
            "jcgt.org",
            "lit.dev",
            "cdn.jsdelivr.net",
            "www.gstatic.com");

    private final Map<Path, String> files = read();

    @Test
    void noFileNamesAnotherHost() {
        files.forEach((file, content) -> {
            Set<String> hosts =
                    HOST.matcher(content).results().map(found -> found.group(1)).collect(Collectors.toSet());
            hosts.removeAll(file.startsWith(VENDOR) ? IN_VENDORED_FILES : NAMESPACES);
            assertThat(hosts).as(file.toString()).isEmpty();
        });
    }

    @Test
    void theDecodersOfModelViewerAreNotLoadedFromTheirHost() {
        String preview = files.get(FOLDER.resolve("preview.js"));
        assertThat(preview)
                .contains("ModelViewer.dracoDecoderLocation = NOWHERE")
                .contains("ModelViewer.ktx2TranscoderLocation = NOWHERE");
    }

    @Test
    void vendorJsonDescribesEveryVendoredFile() throws IOException {
        JsonNode described =
                new ObjectMapper().readTree(VENDOR.resolve("vendor.json").toFile());
        Set<String> names = new TreeSet<>(Set.of("vendor.json"));
        for (JsonNode library : described) {
            String name = library.path("file").asText();
            assertThat(name).endsWith("-" + library.path("version").asText() + ".js");
            assertThat(HexFormat.of().formatHex(Digests.sha256(Files.readAllBytes(VENDOR.resolve(name)))))
                    .as(name)
                    .isEqualTo(library.path("sha256").asText());
            assertThat(library.path("licence").asText()).isIn("BSD-3-Clause", "Apache-2.0", "MIT");
            assertThat(library.path("source").asText())
                    .contains(library.path("name").asText() + "@");
            assertThat(Files.readString(
                            VENDOR.resolve(library.path("licence_file").asText())))
                    .containsIgnoringCase("license");
            names.add(name);
            names.add(library.path("licence_file").asText());
        }
        try (Stream<Path> present = Files.list(VENDOR)) {
            assertThat(present.map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(names);
        }
    }

    @Test
    void everyTextIsUsedAndEveryUsedTextIsThere() {
        // Given
        Set<String> texts = TEXT.matcher(files.get(FOLDER.resolve("texts.js")))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        // When
        Set<String> used = own(".js")
                .filter(file -> !file.endsWith("texts.js"))
                .flatMap(file -> USED_TEXT.matcher(files.get(file)).results().map(found -> found.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
        // Then
        assertThat(texts).hasSizeGreaterThan(100).isEqualTo(used);
    }

    /** Of two, the last one would hold, and pages would show it instead of theirs. */
    @Test
    void noTextIsWrittenTwice() {
        assertThat(TEXT.matcher(files.get(FOLDER.resolve("texts.js"))).results().map(found -> found.group(1)))
                .doesNotHaveDuplicates();
    }

    /** A browser drops all rules behind a brace that is missing. */
    @Test
    void everyRuleOfTheStylesheetEnds() {
        int depth = 0;
        for (String line : files.get(FOLDER.resolve("console.css")).split("\n")) {
            if (!line.isEmpty() && !Character.isWhitespace(line.charAt(0)) && !line.startsWith("}")) {
                assertThat(depth).as("rules open before " + line).isZero();
            }
            depth += (int) line.chars().filter(sign -> sign == '{').count()
                    - (int) line.chars().filter(sign -> sign == '}').count();
        }
        assertThat(depth).isZero();
    }

    @Test
    void everyActionOfTheAuditHasAName() {
        String texts = files.get(FOLDER.resolve("texts.js"));
        String names = texts.substring(texts.indexOf("auditActions: {"));
        assertThat(Pattern.compile("(?m)^ {4}(\\w+): '[A-Z]")
                        .matcher(names.substring(0, names.indexOf("},")))
                        .results()
                        .map(found -> found.group(1)))
                .containsExactlyInAnyOrderElementsOf(Stream.of(AuditAction.values())
                        .map(AuditAction::jsonName)
                        .toList());
    }

    @Test
    void everyFileThatIsLinkedOrImportedIsThere() {
        own("").forEach(file -> links(file).filter(link -> !link.equals("./")).forEach(link -> assertThat(
                        file.resolveSibling(link).normalize())
                .as(file + " links it")
                .exists()));
    }

    /** The policy allows neither, and a browser would only say so in its console. */
    @Test
    void noPageHasAnInlineScriptOrStyle() {
        own(".html").forEach(file -> assertThat(files.get(file))
                .as(file.toString())
                .doesNotContain("<style")
                .doesNotContain(" style=")
                .doesNotContainPattern("<script(?![^>]* src=)")
                .doesNotContainPattern("\\son\\w+="));
        own(".js").forEach(file -> assertThat(files.get(file))
                .as(file.toString())
                .doesNotContain(" style=")
                .doesNotContain("innerHTML")
                .doesNotContain("unsafeHTML")
                .doesNotContain("eval("));
    }

    @Test
    void nothingSecretIsKeptInTheBrowser() {
        own(".js").forEach(file -> {
            String content = files.get(file);
            assertThat(content)
                    .as(file.toString())
                    .doesNotContain("sessionStorage")
                    .doesNotContain("document.cookie");
            Pattern.compile("localStorage\\.setItem\\(([^,]+), ([^)]+)\\)")
                    .matcher(content)
                    .results()
                    .forEach(found ->
                            assertThat(found.group(1) + " " + found.group(2)).isEqualTo("HINT '1'"));
        });
    }

    @Test
    void passwordsAreMaskedAndManagersFindThem() {
        Pattern field = Pattern.compile("input\\(\\{[^}]*name: '(?:new_)?password'[^}]*}\\)");
        List<String> fields = own(".js")
                .flatMap(file -> field.matcher(files.get(file)).results().map(MatchResult::group))
                .toList();
        assertThat(fields).hasSizeGreaterThan(2).allSatisfy(found -> assertThat(found)
                .contains("type: 'password'")
                .containsPattern("autocomplete: '(?:current|new)-password'"));
        own(".js")
                .forEach(file -> assertThat(files.get(file)).as(file.toString()).doesNotContain("onpaste", "@paste"));
    }

    @Test
    void theFirstPageIsSmallAndNeedsFewRequests() throws IOException {
        // Given
        Set<Path> needed = new HashSet<>();
        collect(FOLDER.resolve("index.html"), needed);
        collect(FOLDER.resolve(Path.of("pages", "sign-in.js")), needed);
        // When
        int bytes = 0;
        for (Path file : needed) {
            bytes += new ConsoleFiles()
                    .read(FOLDER.relativize(file).toString())
                    .orElseThrow()
                    .gzip()
                    .orElseThrow()
                    .content()
                    .length();
        }
        // Then
        assertThat(needed).hasSizeLessThanOrEqualTo(MAX_FIRST_PAGE_FILES);
        assertThat(bytes).isLessThanOrEqualTo(MAX_FIRST_PAGE_BYTES);
    }

    private void collect(Path file, Set<Path> needed) {
        if (needed.add(file) && !file.startsWith(VENDOR)) {
            links(file).forEach(link -> collect(file.resolveSibling(link).normalize(), needed));
        }
    }

    private Stream<String> links(Path file) {
        Pattern pattern = file.toString().endsWith(".html") ? LINKED : IMPORT;
        return file.toString().endsWith(".css")
                ? Stream.empty()
                : pattern.matcher(files.get(file)).results().map(found -> found.group(1));
    }

    /** The files that are not vendored. */
    private Stream<Path> own(String extension) {
        return files.keySet().stream()
                .filter(file -> !file.startsWith(VENDOR) && file.toString().endsWith(extension));
    }

    private static Map<Path, String> read() {
        try (Stream<Path> all = Files.walk(FOLDER)) {
            Map<Path, String> read = new TreeMap<>();
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                read.put(file, Files.readString(file));
            }
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
