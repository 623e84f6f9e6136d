package org.meshgate.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The rule of what belongs to the folder of results, or of uploads, and the blocking work on it: what lies strictly below
 * its real path, by components, after all symbolic links. Paths come from workers, who may have been told any text.
 */
public final class SandboxedFolder {

    /** What workers write before a path that is relative to their own working directory. */
    private static final String WORKERS_NAME = "outputs";

    private final Path root;
    private final String otherName;

    /** @param root of results; need not be there yet */
    public SandboxedFolder(Path root) {
        this(root, WORKERS_NAME);
    }

    /**
     * @param root need not be there yet
     * @param otherName what stands for the folder at the beginning of a relative path; empty when nothing does
     */
    public SandboxedFolder(Path root, String otherName) {
        this.root = root.toAbsolutePath().normalize();
        this.otherName = otherName;
    }

    /** What a path of a worker leads to. */
    public FileLookup look(String text) {
        return path(text).map(this::look).orElseGet(FileLookup.Gone::new);
    }

    private FileLookup look(Path path) {
        try {
            Path real = path.toRealPath();
            Path realRoot = root.toRealPath();
            if (real.equals(realRoot)) {
                return new FileLookup.Gone();
            }
            if (!real.startsWith(realRoot)) {
                return new FileLookup.Outside();
            }
            BasicFileAttributes attributes =
                    Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isRegularFile() || !Files.isReadable(real)) { // opening a pipe would wait for its writer
                return new FileLookup.Gone();
            }
            return new FileLookup.Found(new ServedFile(
                    real,
                    attributes.size(),
                    attributes.lastModifiedTime().toInstant(),
                    path.getFileName().toString()));
        } catch (IOException unreachable) {
            return namesSomethingInside(path) ? new FileLookup.Gone() : new FileLookup.Outside();
        }
    }

    /**
     * What a name leads to that is relative to a folder in here, with the rule of {@link #look(String)} for that folder.
     *
     * @param folder as a worker wrote it; one directly in here is shared by many jobs, and nobody's folder
     * @param name as a client wrote it: steps between slashes
     */
    FileLookup lookIn(String folder, String name) {
        if (name.startsWith("/") || goesUp(name)) {
            return new FileLookup.Outside();
        }
        if (name.isBlank() || name.indexOf('\\') >= 0 || name.indexOf('\0') >= 0) {
            return new FileLookup.Gone();
        }
        Optional<Path> path = path(folder);
        try {
            if (path.isPresent() && isOneJobs(path.get().toRealPath())) {
                return new SandboxedFolder(path.get().toRealPath(), "").look(name);
            }
            return new FileLookup.Outside();
        } catch (IOException unreachable) {
            return path.filter(this::namesSomethingInside).isPresent()
                    ? new FileLookup.Gone()
                    : new FileLookup.Outside();
        }
    }

    /** At least two steps below the root: what lies directly in it has the results of many jobs. */
    private boolean isOneJobs(Path real) throws IOException {
        Path realRoot = root.toRealPath();
        return real.startsWith(realRoot) && real.getNameCount() >= realRoot.getNameCount() + 2;
    }

    /** Deletes files, and symbolic links instead of what they lead to; leaves out everything else. */
    public DeletedFiles delete(List<String> paths) {
        return delete(paths, List.of());
    }

    /**
     * Deletes files, and symbolic links instead of what they lead to; leaves out everything else.
     *
     * @param folders that go with all that is in them, as {@link DirectoryDeleter} does it; not those directly in here
     */
    public DeletedFiles delete(List<String> paths, List<String> folders) {
        long bytes = 0;
        List<String> names = new ArrayList<>();
        for (String text : paths) {
            Optional<Path> entry = path(text).flatMap(this::entryInside);
            if (entry.isPresent()) {
                long freed = deleteEntry(entry.get());
                if (freed >= 0) {
                    bytes += freed;
                    names.add(entry.get().getFileName().toString());
                }
            }
        }
        for (String text : folders) {
            Optional<Path> entry = path(text).flatMap(this::entryInside).filter(this::isOneJobsFolder);
            if (entry.isPresent()) {
                DeletedFiles tree = DirectoryDeleter.delete(entry.get());
                bytes += tree.bytes();
                names.addAll(tree.names());
            }
        }
        return new DeletedFiles(bytes, names);
    }

    private boolean isOneJobsFolder(Path entry) {
        try {
            return Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS) && isOneJobs(entry);
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Writes a file in one step: whoever looks sees the old content, or the new, or none.
     *
     * @param relativeName below the folder, with {@code /} between folders
     * @return where it is now
     * @throws IllegalArgumentException for a name that is not strictly below the folder
     * @throws IOException when the disk or the rights do not allow it
     */
    Path write(String relativeName, byte[] content) throws IOException {
        Path name = Path.of(relativeName);
        if (name.isAbsolute() || relativeName.isBlank() || !name.equals(name.normalize()) || goesUp(name)) {
            throw new IllegalArgumentException("not a name below the folder of results");
        }
        Path realRoot = Files.createDirectories(root).toRealPath();
        Path folder = realRoot;
        if (name.getParent() != null) {
            for (Path step : name.getParent()) {
                folder = enter(folder, step, realRoot);
            }
        }
        return replace(folder.resolve(name.getFileName()), content);
    }

    private static Path enter(Path folder, Path step, Path realRoot) throws IOException {
        Path next = folder.resolve(step);
        if (!Files.exists(next, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(next);
        }
        Path real = next.toRealPath();
        if (!real.startsWith(realRoot)) {
            throw new IllegalArgumentException("a folder leads out of the folder of results");
        }
        return real;
    }

    private static Path replace(Path target, byte[] content) throws IOException {
        Path temporary = target.resolveSibling(
                ".meshgate-" + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".tmp");
        try {
            try (OutputStream out =
                    Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                out.write(content);
            }
            return Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Nothing for a text that no file can be called by. */
    private Optional<Path> path(String text) {
        try {
            Path path = Path.of(text);
            if (text.isBlank() || path.isAbsolute()) {
                return text.isBlank() ? Optional.empty() : Optional.of(path);
            }
            Path relative = withoutFirst(path, ".");
            return Optional.of(root.resolve(withoutFirst(relative, otherName)));
        } catch (InvalidPathException e) { // a zero byte, or letters that the platform cannot write
            return Optional.empty();
        }
    }

    private static Path withoutFirst(Path path, String step) {
        boolean begins = path.getNameCount() > 1 && path.getName(0).toString().equals(step);
        return begins ? path.subpath(1, path.getNameCount()) : path;
    }

    /** Only of the text, for what cannot be reached on disk. */
    private boolean namesSomethingInside(Path path) {
        Path plain = path.normalize();
        return plain.startsWith(root) && !plain.equals(root)
                || realRoot().filter(plain::startsWith).isPresent();
    }

    private Optional<Path> realRoot() {
        try {
            return Optional.of(root.toRealPath());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The directory entry itself, with only the folder that holds it followed. */
    private Optional<Path> entryInside(Path path) {
        if (path.getParent() == null || path.getFileName() == null || goesUp(path.getFileName())) {
            return Optional.empty();
        }
        try {
            Path folder = path.getParent().toRealPath();
            return folder.startsWith(root.toRealPath())
                    ? Optional.of(folder.resolve(path.getFileName()))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** How much that freed; negative when nothing was deleted. */
    private static long deleteEntry(Path entry) {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isRegularFile() && !attributes.isSymbolicLink()) {
                return -1;
            }
            Files.delete(entry);
            return attributes.isRegularFile() ? attributes.size() : 0;
        } catch (IOException e) { // deleted meanwhile, or not allowed
            return -1;
        }
    }

    private static boolean goesUp(String name) {
        return List.of(name.split("/", -1)).contains("..");
    }

    private static boolean goesUp(Path path) {
        for (Path step : path) {
            if (step.toString().equals("..") || step.toString().equals(".")) {
                return true;
            }
        }
        return false;
    }
}
