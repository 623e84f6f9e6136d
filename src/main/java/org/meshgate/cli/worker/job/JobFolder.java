package org.meshgate.cli.worker.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The folders of one attempt. Only the user of the worker may enter them.
 *
 * @param root holds the others
 * @param input the files of the job
 * @param output for the result
 */
public record JobFolder(Path root, Path input, Path output) {

    private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9_-]");
    private static final Pattern EXTENSION = Pattern.compile("[a-z0-9]{1,10}");
    private static final int MAX_NAME = 60;

    static JobFolder create(Path root) throws IOException {
        JobFolder folder = new JobFolder(root, root.resolve("input"), root.resolve("output"));
        Files.createDirectory(folder.root);
        Files.createDirectory(folder.input);
        Files.createDirectory(folder.output);
        return folder;
    }

    /** Where an input file is stored: by its field, with the extension of its name, and a number if that is taken. */
    public Path inputFile(String field, String name) {
        String stem = UNSAFE.matcher(field).replaceAll("_");
        stem = stem.isEmpty() ? "file" : stem.substring(0, Math.min(stem.length(), MAX_NAME));
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        String suffix = name.contains(".") && EXTENSION.matcher(extension).matches() ? "." + extension : "";
        Path path = input.resolve(stem + suffix);
        for (int number = 2; Files.exists(path); number++) {
            path = input.resolve(stem + "-" + number + suffix);
        }
        return path;
    }

    /** A file of the worker's own, beside the folders that the command sees. */
    public Path scratchFile(String name) {
        return root.resolve(name);
    }
}
