package org.meshgate.diagnostics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;

/** Checks of the storage folders. */
final class FolderChecks {

    private static final long MIB = 1024L * 1024;

    /** Enough for a few large results. */
    private static final long MIN_RECOMMENDED_SPACE = 1024 * MIB;

    /** The default limit of the largest kind of upload. */
    private static final long MIN_SPACE = 200 * MIB;

    private FolderChecks() {}

    /**
     * Checks a folder that Meshgate writes to, and creates on demand.
     *
     * @param setting the name of its setting
     */
    static Finding written(String setting, Path folder) {
        Path path = folder.toAbsolutePath().normalize();
        if (!Files.exists(path)) {
            Path above = existing(path);
            return Files.isDirectory(above) && Files.isWritable(above)
                    ? Finding.warning(
                            setting,
                            path + " is not there yet",
                            "It is made with the first file; check " + setting + " if it should be there.")
                    : Finding.problem(
                            setting, path + " is not there and cannot be made", "Make it, or change " + setting + ".");
        }
        if (!Files.isDirectory(path)) {
            return Finding.problem(setting, path + " is no folder", "Change " + setting + ".");
        }
        if (!readable(path) || !Files.isWritable(path)) {
            return Finding.problem(
                    setting,
                    path + " cannot be written",
                    "Give the user that Meshgate runs as the right to read and write it.");
        }
        return space(setting, path, free(path));
    }

    /** Checks a folder that Meshgate only reads. */
    static Finding read(String setting, Path folder) {
        Path path = folder.toAbsolutePath().normalize();
        return Files.isDirectory(path) && readable(path)
                ? Finding.ok(setting, path + " can be read")
                : Finding.problem(
                        setting, path + " is no folder that can be read", "Make it, or change " + setting + ".");
    }

    /** @param free the free bytes; empty if unknown */
    static Finding space(String setting, Path path, OptionalLong free) {
        if (free.isEmpty()) {
            return Finding.unknown(setting, path + " can be written; its free space is not known", "");
        }
        String seen = path + " can be written, " + size(free.getAsLong()) + " free";
        if (free.getAsLong() >= MIN_RECOMMENDED_SPACE) {
            return Finding.ok(setting, seen);
        }
        String advice = "Make room, or move " + setting + " to a larger disk.";
        return free.getAsLong() >= MIN_SPACE
                ? Finding.warning(setting, seen, advice)
                : Finding.problem(setting, seen, advice);
    }

    private static boolean readable(Path path) {
        return Files.isReadable(path) && Files.isExecutable(path);
    }

    private static Path existing(Path path) {
        Path above = path;
        while (!Files.exists(above) && above.getParent() != null) {
            above = above.getParent();
        }
        return above;
    }

    private static OptionalLong free(Path path) {
        try {
            return OptionalLong.of(Files.getFileStore(path).getUsableSpace());
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    private static String size(long bytes) {
        return bytes >= 10 * 1024 * MIB
                ? String.format(Locale.ROOT, "%d GiB", bytes / (1024 * MIB))
                : String.format(Locale.ROOT, "%d MiB", bytes / MIB);
    }
}
