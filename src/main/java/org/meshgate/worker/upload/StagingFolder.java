package org.meshgate.worker.upload;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.problem.ProblemType;

/**
 * The folder {@code .incoming} in {@code storage.outputs}, with a folder for each attempt, so that a complete file is
 * moved to its place without a copy. Blocking.
 */
@ApplicationScoped
class StagingFolder {

    static final int MAX_FILES = 64;

    private static final String NAME = ".incoming";

    /** No name of a result begins with a dot. */
    private static final String PARTIAL = ".part-";

    /** The maximum number of attempts of one sweep; the next one finds the rest. */
    private static final int MAX_SWEPT = 200;

    private final Path outputs;
    private final SecureRandom random;
    private final long reserve;

    StagingFolder(MeshgateConfig config, SecureRandom random) {
        this.outputs = Path.of(config.storage().outputs()).toAbsolutePath().normalize();
        this.random = random;
        this.reserve = config.storage().reserve().asLongValue();
    }

    /**
     * Begins a file.
     *
     * @param announced the size that the client announced, 0 if none
     * @throws org.meshgate.problem.ProblemException DISK_FULL, TOO_MANY_FILES
     */
    StagedFile create(Attempt attempt, ResultFileName name, long announced) throws IOException {
        Path folder = folder(attempt);
        if (Files.getFileStore(Files.createDirectories(outputs)).getUsableSpace() - announced < reserve) {
            throw ProblemType.DISK_FULL.exception();
        }
        if (!Files.exists(folder.resolve(name.text()), LinkOption.NOFOLLOW_LINKS) && count(folder) >= MAX_FILES) {
            throw ProblemType.TOO_MANY_FILES.exception(MAX_FILES);
        }
        byte[] suffix = new byte[8];
        random.nextBytes(suffix);
        return new StagedFile(folder, PARTIAL + HexFormat.of().formatHex(suffix));
    }

    private static int count(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return 0;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return (int) entries.limit(MAX_FILES + 1L).count();
        }
    }

    /**
     * Accepts a complete file under its name.
     *
     * @return false when the same bytes were there before
     * @throws org.meshgate.problem.ProblemException FILE_EXISTS when other bytes were
     */
    boolean accept(StagedFile file, Attempt attempt, ResultFileName name) throws IOException {
        Path target = folder(attempt).resolve(name.text());
        try {
            Files.move(file.path(), target); // fails for an existing file
            return true;
        } catch (FileAlreadyExistsException there) {
            boolean same = Files.mismatch(file.path(), target) < 0;
            file.discard();
            if (!same) {
                throw ProblemType.FILE_EXISTS.exception();
            }
            return false;
        }
    }

    /** Whether the attempt has a file of this name. */
    boolean has(Attempt attempt, ResultFileName name) {
        return Files.isRegularFile(folder(attempt).resolve(name.text()), LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Moves a file to its final place, unless an earlier or a concurrent call has done so.
     *
     * @param folder directly in {@code storage.outputs}
     * @return the absolute path of the file; absent when it was not uploaded, or was deleted with the attempt
     */
    Optional<Path> publish(Attempt attempt, ResultFileName name, String folder) throws IOException {
        Path root = Files.createDirectories(outputs).toRealPath();
        Path place = Files.createDirectories(root.resolve(folder)).toRealPath();
        if (!place.startsWith(root)) {
            throw new IOException("a folder in storage.outputs leads out of it");
        }
        Path target = place.resolve(attempt.name() + "." + name.extension());
        try {
            if (has(attempt, name)) {
                Files.move(folder(attempt).resolve(name.text()), target, StandardCopyOption.ATOMIC_MOVE);
                return Optional.of(target);
            }
        } catch (NoSuchFileException moved) { // by the same call at the same time
            if (has(attempt, name)) {
                throw moved;
            }
        }
        return Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS) ? Optional.of(target) : Optional.empty();
    }

    /** Deletes what an attempt has uploaded and not published. */
    void delete(Attempt attempt) throws IOException {
        delete(folder(attempt));
    }

    /** Attempts whose files have not changed since a time. */
    List<Attempt> olderThan(Instant time) throws IOException {
        Path all = outputs.resolve(NAME);
        List<Attempt> old = new ArrayList<>();
        if (!Files.isDirectory(all, LinkOption.NOFOLLOW_LINKS)) {
            return old;
        }
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(all)) {
            for (Path folder : folders) {
                if (old.size() >= MAX_SWEPT) {
                    break;
                }
                Optional<Attempt> attempt = Attempt.ofName(folder.getFileName().toString());
                if (attempt.isPresent() && unchangedSince(folder, time)) {
                    old.add(attempt.get());
                }
            }
        }
        return old;
    }

    private static boolean unchangedSince(Path folder, Instant time) {
        try (Stream<Path> entries = Files.list(folder)) {
            return Stream.concat(Stream.of(folder), entries.limit(MAX_FILES * 2L))
                    .allMatch(path -> modified(path).isBefore(time));
        } catch (IOException gone) {
            return false;
        }
    }

    private static Instant modified(Path path) {
        try {
            return Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).toInstant();
        } catch (IOException gone) {
            return Instant.MAX;
        }
    }

    /** Deletes a folder and its files; it has no subfolders. Does nothing if it is absent or a symbolic link. */
    private static void delete(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }

    private Path folder(Attempt attempt) {
        return outputs.resolve(NAME).resolve(attempt.name());
    }
}
