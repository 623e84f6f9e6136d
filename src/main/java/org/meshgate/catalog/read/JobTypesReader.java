package org.meshgate.catalog.read;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.meshgate.catalog.model.FileGroup;
import org.meshgate.catalog.model.FileKind;
import org.meshgate.catalog.model.FileReference;
import org.meshgate.catalog.model.InputOrigin;
import org.meshgate.catalog.model.JobType;
import org.meshgate.catalog.rule.Field;
import org.meshgate.catalog.rule.ValueRule;
import org.meshgate.catalog.rule.ValueType;

/** Reads {@code job-types.yaml}, whose format docs/job-types.md describes, and rejects inconsistent entries. */
public final class JobTypesReader {

    private static final Set<String> KEYS = Set.of(
            "path",
            "feature",
            "message",
            "object_name",
            "parameters",
            "fields",
            "files",
            "one_of",
            "inputs",
            "metadata");
    private static final Set<String> COMMON_FIELDS = Set.of(JobType.MODEL_PREFERENCE, JobType.MODEL_PARAMETERS);
    private static final String EXACTLY_ONE = "exactly_one";
    private static final String AT_MOST_ONE = "at_most_one";

    private static final Pattern PATH = Pattern.compile("/api/v1(/[a-z0-9]+(-[a-z0-9]+)*)+");

    /** Paths reserved for the routes of the service itself. */
    private static final Pattern RESERVED = Pattern.compile("/api/v1/(system|users|auth|file-upload|worker)(/.*)?");

    private final Set<String> features;

    /** @param features the features of {@code models.yaml} */
    public JobTypesReader(Set<String> features) {
        this.features = features;
    }

    /** Reads the job types by path, in the order of the file. */
    public Map<String, JobType> read(String file, String yaml) {
        Map<String, JobType> types = new LinkedHashMap<>();
        for (YamlEntry entry : YamlEntry.parse(file, yaml).items()) {
            JobType type = jobType(entry);
            if (types.put(type.path(), type) != null) {
                throw entry.member("path").invalid("is that of another job type");
            }
        }
        return types;
    }

    private JobType jobType(YamlEntry entry) {
        entry.requireOnly(KEYS);
        boolean objectName = entry.optional("object_name").map(YamlEntry::flag).orElse(false);
        Map<String, Field> fields = new LinkedHashMap<>(entry.member("fields").mapMembers(RuleReader::field));
        if (objectName) {
            fields.putIfAbsent(JobType.OBJECT_NAME, objectName());
        }
        Optional<YamlEntry> groups = entry.optional("files");
        Map<String, FileGroup> files =
                groups.map(all -> all.mapMembers(JobTypesReader::fileGroup)).orElse(Map.of());
        checkNames(entry, files, objectName);
        InputOriginReader origins = new InputOriginReader(fields, files);
        JobType type = new JobType(
                path(entry.member("path")),
                feature(entry.member("feature")),
                entry.member("message").text(),
                objectName,
                entry.optional("parameters")
                        .map(mode -> mode.enumValue(JobType.Parameters.class))
                        .orElse(JobType.Parameters.SPREAD),
                fields,
                files,
                oneOf(entry, fields),
                entry.member("inputs").mapMembers(origins::input),
                entry.member("metadata").mapMembers(origins::metadata));
        checkFilesAreUsed(groups, type);
        return type;
    }

    private static String path(YamlEntry path) {
        if (!PATH.matcher(path.text()).matches()) {
            throw path.invalid("must begin with /api/v1/ and have small letters, digits and - between slashes");
        }
        if (RESERVED.matcher(path.text()).matches()) {
            throw path.invalid("belongs to routes of the service itself");
        }
        return path.text();
    }

    private String feature(YamlEntry feature) {
        if (!features.contains(feature.text())) {
            throw feature.invalid("is not a feature of the file of models");
        }
        return feature.text();
    }

    private static Field objectName() {
        return new Field(
                JobType.OBJECT_NAME,
                new ValueRule(ValueType.NAME, Optional.empty(), Optional.empty(), List.of()),
                false,
                true,
                false,
                Optional.empty());
    }

    private static FileGroup fileGroup(YamlEntry entry) {
        entry.requireOnly(Set.of("kind", EXACTLY_ONE, AT_MOST_ONE));
        Optional<YamlEntry> exactly = entry.optional(EXACTLY_ONE);
        if (exactly.isPresent() == entry.optional(AT_MOST_ONE).isPresent()) {
            throw entry.invalid("must have exactly_one or at_most_one");
        }
        YamlEntry sources = exactly.orElseGet(() -> entry.member(AT_MOST_ONE));
        Map<FileReference.Source, String> fields = new EnumMap<>(FileReference.Source.class);
        for (FileReference.Source source : FileReference.Source.values()) {
            sources.optional(source.name().toLowerCase(Locale.ROOT))
                    .ifPresent(field -> fields.put(source, field.text()));
        }
        sources.requireOnly(Set.of("path", "base64", "id"));
        if (fields.isEmpty()) {
            throw sources.invalid("must have path, base64 or id");
        }
        return new FileGroup(entry.name(), entry.member("kind").enumValue(FileKind.class), exactly.isPresent(), fields);
    }

    /** Rejects a field name that is used twice. */
    private static void checkNames(YamlEntry entry, Map<String, FileGroup> files, boolean objectName) {
        Set<String> taken = new HashSet<>(COMMON_FIELDS);
        entry.member("fields").members().forEach((name, field) -> {
            if (COMMON_FIELDS.contains(name) || objectName && name.equals(JobType.OBJECT_NAME)) {
                throw field.invalid("is a field of the job type anyway");
            }
            taken.add(name);
        });
        files.forEach((group, sources) -> sources.fields().values().forEach(field -> {
            if (!taken.add(field) || objectName && field.equals(JobType.OBJECT_NAME)) {
                throw entry.member("files").member(group).invalid("names a field that is there already: " + field);
            }
        }));
        for (String part : List.of("inputs", "metadata")) {
            entry.member(part)
                    .optional(JobType.OBJECT_NAME)
                    .filter(key -> objectName)
                    .ifPresent(key -> {
                        throw key.invalid("is written by object_name: true");
                    });
        }
    }

    private static List<List<String>> oneOf(YamlEntry entry, Map<String, Field> fields) {
        List<List<String>> groups = new ArrayList<>();
        for (YamlEntry group : entry.optional("one_of").map(YamlEntry::items).orElse(List.of())) {
            List<String> names = group.texts();
            if (names.size() < 2) {
                throw group.invalid("must have two fields at least");
            }
            for (String name : names) {
                if (!fields.containsKey(name) || !fields.get(name).nullable()) {
                    throw group.invalid("has " + name + ", which is not a nullable field of the job type");
                }
            }
            groups.add(names);
        }
        return groups;
    }

    /** Rejects a file group that no input uses. */
    private static void checkFilesAreUsed(Optional<YamlEntry> groups, JobType type) {
        type.files().keySet().forEach(group -> {
            if (!type.inputs().containsValue(new InputOrigin.FromFile(group))) {
                throw groups.orElseThrow().member(group).invalid("is not among the inputs");
            }
        });
    }
}
