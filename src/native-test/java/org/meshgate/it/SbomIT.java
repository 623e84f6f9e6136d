package org.meshgate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The list of what the program is made of, which both images carry. */
class SbomIT {

    private static final Path SBOM = Path.of(System.getProperty("meshgate.it.sbom", "target/meshgate-sbom.json"));
    private static final Path LIBRARIES = SBOM.resolveSibling("quarkus-app").resolve("lib");

    @Test
    void saysWhatItIsTheListOf() throws IOException {
        JsonNode sbom = new ObjectMapper().readTree(SBOM.toFile());
        assertThat(sbom.path("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(sbom.at("/metadata/component/type").asText()).isEqualTo("application");
        assertThat(sbom.at("/metadata/component/purl").asText()).startsWith("pkg:maven/org.meshgate/meshgate@");
        assertThat(StreamSupport.stream(sbom.path("components").spliterator(), false)
                        .map(component -> component.path("purl").asText()))
                .allMatch(purl -> purl.startsWith("pkg:maven/"))
                .anyMatch(purl -> purl.startsWith("pkg:maven/io.quarkus/quarkus-rest-jackson@"))
                .noneMatch(purl -> purl.contains("/junit-jupiter"));
    }

    @Test
    void namesEveryLibraryOfTheProgram() throws IOException {
        assumeFalse(Meshgate.isNative(), "the native executable has no libraries beside it");
        Set<String> named = StreamSupport.stream(
                        new ObjectMapper()
                                .readTree(SBOM.toFile())
                                .path("components")
                                .spliterator(),
                        false)
                .map(component -> component.path("group").asText() + "."
                        + component.path("name").asText() + "-"
                        + component.path("version").asText())
                .collect(Collectors.toSet());
        Set<String> libraries = new TreeSet<>();
        for (String folder : new String[] {"boot", "main"}) {
            try (Stream<Path> files = Files.list(LIBRARIES.resolve(folder))) {
                files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(".jar"))
                        .map(name -> name.replaceFirst("(-(linux|osx|windows)-[a-z0-9_]+)?\\.jar$", ""))
                        .forEach(libraries::add);
            }
        }
        assertThat(libraries).isNotEmpty();
        assertThat(named).containsAll(libraries);
    }
}
