package org.meshgate.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The files of deploy/. */
final class DeployFiles {

    static final Path ROOT = Path.of("deploy");
    static final Path KUBERNETES = ROOT.resolve("kubernetes");
    static final Path MONITORING = ROOT.resolve("monitoring");
    static final Path PRODUCTION = KUBERNETES.resolve("overlays/production");

    /** In folders of manifests, and none: the settings of Meshgate, and the cases for promtool. */
    private static final List<Path> NO_MANIFESTS =
            List.of(PRODUCTION.resolve("config.yaml"), MONITORING.resolve("alerts-test.yaml"));

    private DeployFiles() {}

    static List<Path> all() {
        return below(ROOT);
    }

    /** Every document of every manifest, those of Kustomize included. */
    static List<Manifest> manifests() {
        return Stream.concat(below(KUBERNETES).stream(), below(MONITORING).stream())
                .filter(file -> file.toString().endsWith(".yaml"))
                .filter(file -> !NO_MANIFESTS.contains(file))
                .flatMap(file -> manifests(file).stream())
                .toList();
    }

    static List<Manifest> manifests(Path file) {
        List<Manifest> found = new ArrayList<>();
        for (Object document : yaml().loadAll(text(file))) {
            found.add(new Manifest(file, Node.root(file.toString(), document)));
        }
        return found;
    }

    static Node document(Path file) {
        return Node.root(file.toString(), yaml().load(text(file)));
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> below(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Yaml yaml() {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        return new Yaml(new SafeConstructor(options));
    }
}
