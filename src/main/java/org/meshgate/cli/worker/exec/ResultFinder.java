package org.meshgate.cli.worker.exec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.meshgate.cli.support.PrintableText;
import org.meshgate.cli.worker.job.JobOutcome;
import org.meshgate.cli.worker.job.ResultTypes;

/** Finds the files that a command made. None may lie outside of its output folder, by a symbolic link neither. */
final class ResultFinder {

    private static final int MAX_DEPTH = 4;
    private static final int MAX_LISTED = 5;

    private final Path output;
    private final Path root;

    /**
     * Of an output folder, before the command runs: it may put a symbolic link in the folder's place.
     *
     * @throws IOException when there is no such folder
     */
    ResultFinder(Path output) throws IOException {
        this.output = output;
        this.root = output.toRealPath();
    }

    /** The outcome of a command that ended with 0. */
    JobOutcome find(Optional<String> result, Optional<String> thumbnail) throws IOException {
        if (isReplaced()) {
            return JobOutcome.Failure.permanent(
                    "The command replaced its output folder: what MESHGATE_OUTPUT_DIR names now is another one.");
        }
        Path file;
        if (result.isPresent()) {
            Optional<Path> named = inside(result.get());
            if (named.isEmpty()) {
                return refused("result", result.get());
            }
            file = named.get();
        } else {
            List<Path> known = knownFiles();
            if (known.size() != 1) {
                return JobOutcome.Failure.permanent(ambiguous(known));
            }
            file = known.get(0);
        }
        if (Files.size(file) == 0) {
            return JobOutcome.Failure.permanent("The command made an empty file: " + name(file) + ".");
        }
        Optional<Path> picture = thumbnail.flatMap(this::inside);
        if (thumbnail.isPresent() && picture.isEmpty()) {
            return refused("thumbnail", thumbnail.get());
        }
        return new JobOutcome.Success(file, picture);
    }

    private boolean isReplaced() {
        try {
            return !output.toRealPath().equals(root) || !Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException removed) {
            return true;
        }
    }

    private static JobOutcome.Failure refused(String word, String name) {
        return JobOutcome.Failure.permanent("The command said '" + word + " " + PrintableText.text(name)
                + "', which is no regular file in its output folder.");
    }

    /** A regular file strictly below the output folder, by its real path. */
    private Optional<Path> inside(String name) {
        try {
            Path real = root.resolve(name).toRealPath();
            return Optional.of(real)
                    .filter(path -> path.startsWith(root) && !path.equals(root))
                    .filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS));
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** Symbolic links are no candidates. */
    private List<Path> knownFiles() throws IOException {
        try (Stream<Path> files = Files.walk(root, MAX_DEPTH)) {
            return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .filter(file -> ResultTypes.isKnown(file.getFileName().toString()))
                    .sorted()
                    .toList();
        } catch (java.io.UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private String ambiguous(List<Path> known) {
        if (known.isEmpty()) {
            return "The command ended without an error, but wrote no file of a known type (" + ResultTypes.list()
                    + ") into MESHGATE_OUTPUT_DIR and no 'result FILE' line.";
        }
        return "The command wrote several files ("
                + String.join(
                        ", ",
                        known.stream().limit(MAX_LISTED).map(ResultFinder::name).toList())
                + (known.size() > MAX_LISTED ? ", …" : "") + ") and no 'result FILE' line that says which one it is.";
    }

    private static String name(Path file) {
        return PrintableText.text(file.getFileName().toString());
    }
}
