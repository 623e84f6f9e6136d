package org.meshgate.cli.worker.exec;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** Measures the output folder of a command against its limits. */
final class OutputLimit {

    private static final int MAX_FILES = 10_000;

    private final Path folder;
    private final long maxBytes;

    OutputLimit(Path folder, long maxBytes) {
        this.folder = folder;
        this.maxBytes = maxBytes;
    }

    /** What is exceeded, in one sentence. */
    Optional<String> exceeded() throws IOException {
        Measure measure = new Measure();
        Files.walkFileTree(folder, measure);
        if (measure.bytes > maxBytes) {
            return Optional.of(
                    "The command wrote more than " + maxBytes + " bytes into its output folder (--max-output).");
        }
        if (measure.files > MAX_FILES) {
            return Optional.of("The command wrote more than " + MAX_FILES + " files into its output folder.");
        }
        return Optional.empty();
    }

    /** Ends early when a limit is exceeded. */
    private final class Measure extends SimpleFileVisitor<Path> {

        private long bytes;
        private int files;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            bytes += attributes.isRegularFile() ? attributes.size() : 0;
            return ++files > MAX_FILES || bytes > maxBytes ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
        }

        /** The command may delete files and folders meanwhile. */
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, IOException failure) {
            return FileVisitResult.CONTINUE;
        }
    }
}
