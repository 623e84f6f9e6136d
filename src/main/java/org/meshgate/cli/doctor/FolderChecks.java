package org.meshgate.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;

/** What {@code doctor} makes of a folder. */
final class FolderChecks {

    private static final long MIB = 1024L * 1024;

    /** A few large results. */
    private static final long LITTLE_SPACE = 1024 * MIB;

    /** Not even one upload of the largest kind by default. */
    private static final long NO_SPACE = 200 * MIB;

    private FolderChecks() {}

    /**
     * A folder that Meshgate writes into, and makes when it needs it.
     *
     * @param setting its name
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

    /** A folder that Meshgate only reads. */
    static Finding read(String setting, Path folder) {
        Path path = folder.toAbsolutePath().normalize();
        return Files.isDirectory(path) && readable(path)
                ? Finding.ok(setting, path + " can be read")
                : Finding.problem(
                        setting, path + " is no folder that can be read", "Make it, or change " + setting + ".");
    }

    /** @param free bytes; nothing when the disk does not tell */
    static Finding space(String setting, Path path, OptionalLong free) {
        if (free.isEmpty()) {
            return Finding.unknown(setting, path + " can be written; its free space is not known", "");
        }
        String seen = path + " can be written, " + size(free.getAsLong()) + " free";
        if (free.getAsLong() >= LITTLE_SPACE) {
            return Finding.ok(setting, seen);
        }
        String advice = "Make room, or move " + setting + " to a larger disk.";
        return free.getAsLong() >= NO_SPACE
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
