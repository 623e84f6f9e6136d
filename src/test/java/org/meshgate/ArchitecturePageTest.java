package org.meshgate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of packages in docs/architecture.md is that of {@link PackageTables} and {@link SubPackageTables}. */
class ArchitecturePageTest {

    private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` [^|]*\\| ([^|]*) \\| ([^|]*) \\|");
    private static final Pattern NAME = Pattern.compile("`(\\w+)`");

    private final List<Row> rows = rows();

    private record Row(String feature, Set<String> subPackages, Set<String> mayUse) {

        static Row of(MatchResult match) {
            return new Row(match.group(1), names(match.group(2)), names(match.group(3)));
        }
    }

    @Test
    void everyFeatureMayUseWhatItsRowNames() {
        assertThat(rows).hasSizeGreaterThan(10);
        Set<String> others = new TreeSet<>(PackageTables.MAY_USE.keySet());
        others.removeAll(PackageTables.BASE);
        assertThat(rows).extracting(Row::feature).containsExactlyInAnyOrderElementsOf(others);
        for (Row row : rows) {
            Set<String> allowed = new TreeSet<>(PackageTables.MAY_USE.get(row.feature()));
            allowed.removeAll(PackageTables.BASE);
            if (!row.feature().equals("cli")) { // uses everything
                assertThat(row.mayUse()).as(row.feature()).isEqualTo(allowed);
            }
        }
    }

    @Test
    void everyRowNamesItsSubPackages() {
        for (Row row : rows) {
            Set<String> segments = SubPackageTables.SUB_PACKAGES.keySet().stream()
                    .filter(name -> name.startsWith(row.feature() + "."))
                    .flatMap(name -> Arrays.stream(name.split("\\.")).skip(1))
                    .collect(Collectors.toSet());
            assertThat(row.subPackages()).as(row.feature()).isEqualTo(segments);
        }
    }

    private static List<Row> rows() {
        try {
            return Files.readAllLines(Path.of("docs", "architecture.md")).stream()
                    .flatMap(line -> ROW.matcher(line).results())
                    .map(Row::of)
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Set<String> names(String cell) {
        return NAME.matcher(cell).results().map(match -> match.group(1)).collect(Collectors.toCollection(HashSet::new));
    }
}
