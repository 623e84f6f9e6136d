package org.meshgate.cli.worker.exec;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Finds programs as {@code execvp} does: a name in the folders of {@code PATH}, a path as it is. */
public final class CommandFinder {

    private CommandFinder() {}

    /** The absolute path of an executable file. */
    public static Optional<Path> find(String command, String searchPath) {
        try {
            if (command.contains("/")) {
                return Optional.of(Path.of(command).toAbsolutePath()).filter(CommandFinder::isExecutable);
            }
            return Arrays.stream(searchPath.split(File.pathSeparator))
                    .map(folder -> Path.of(folder).resolve(command).toAbsolutePath())
                    .filter(CommandFinder::isExecutable)
                    .findFirst();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static boolean isExecutable(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
