package org.meshgate.worker.upload;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.meshgate.catalog.Catalog;
import org.meshgate.catalog.model.JobType;
import org.meshgate.catalog.model.Model;
import org.meshgate.files.upload.format.UploadFormat;
import org.meshgate.files.upload.format.UploadKind;
import org.meshgate.files.upload.format.UploadRules;
import org.meshgate.problem.ValidationFailedException;

/**
 * The formats of results: those of uploads, those that results of 3DAIGC-API have, and what the catalog names as
 * outputs. The beginning of a file must be that of its format, as far as the format has one.
 */
@ApplicationScoped
class ResultFormats {

    /** Formats beside those of uploads, with what their files begin with; empty for any beginning. */
    private static final Map<String, List<String>> BEGINNINGS = Map.of(
            "bvh", List.of("HIERARCHY"),
            "json", List.of("{", "["),
            "npz", List.of("PK"),
            "splat", List.of(),
            "zip", List.of("PK"));

    private static final int HEAD = 64;

    private final UploadRules rules;
    private final Set<String> extensions = new TreeSet<>(BEGINNINGS.keySet());

    ResultFormats(UploadRules rules, Catalog catalog) {
        this.rules = rules;
        Stream.of(UploadFormat.values())
                .flatMap(format -> format.extensions().stream())
                .forEach(extensions::add);
        Stream.concat(
                        catalog.jobTypes().stream().map(JobType::outputFormats).flatMap(List::stream),
                        catalog.features().stream()
                                .flatMap(feature -> catalog.enabledModels(feature).stream())
                                .map(Model::outputs)
                                .flatMap(List::stream))
                .map(format -> format.toLowerCase(Locale.ROOT))
                .filter(format -> format.matches("[a-z0-9]{1,8}"))
                .forEach(extensions::add);
    }

    /** Throws {@link ValidationFailedException} for a name with another extension. */
    void requireKnown(ResultFileName name, String field) {
        if (!extensions.contains(name.extension())) {
            throw new ValidationFailedException(
                    field, "must have one of the extensions " + String.join(", ", extensions));
        }
    }

    /** Whether files of this name are images. */
    static boolean isImage(ResultFileName name) {
        return format(name).filter(format -> isImage(format)).isPresent();
    }

    /** Checks the beginning of a file. Blocking. Throws {@link ValidationFailedException}. */
    void check(Path file, ResultFileName name, String field) throws IOException {
        Optional<UploadFormat> format = format(name);
        if (format.isPresent()) {
            rules.check(file, format.get(), field);
            return;
        }
        List<String> beginnings = BEGINNINGS.getOrDefault(name.extension(), List.of());
        if (!beginnings.isEmpty() && beginnings.stream().noneMatch(head(file)::startsWith)) {
            throw new ValidationFailedException(
                    field, "must have the content that its type says (" + name.extension() + ")");
        }
    }

    private static Optional<UploadFormat> format(ResultFileName name) {
        return Arrays.stream(UploadFormat.values())
                .filter(format -> format.extensions().contains(name.extension()))
                .findFirst();
    }

    private static boolean isImage(UploadFormat format) {
        return UploadKind.IMAGE.formats().anyMatch(format::equals);
    }

    private static String head(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(HEAD), StandardCharsets.ISO_8859_1).strip();
        }
    }
}
