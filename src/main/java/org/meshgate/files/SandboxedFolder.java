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
 * A folder that resolves, writes and deletes only entries strictly below its real path, compared by path components
 * after all symbolic links. Paths are untrusted: workers may have received any text from clients. Blocking.
 */
public final class SandboxedFolder {

    /** The first component of paths that are relative to the worker's working directory. */
    private static final String OUTPUTS_ALIAS = "outputs";

    private final Path root;
    private final String alias;

    /** @param root the folder of results; need not exist yet */
    public SandboxedFolder(Path root) {
        this(root, OUTPUTS_ALIAS);
    }

    /**
     * @param root need not exist yet
     * @param alias the first component of a relative path that stands for the folder; empty for none
     */
    public SandboxedFolder(Path root, String alias) {
        this.root = root.toAbsolutePath().normalize();
        this.alias = alias;
    }

    /** Resolves a path as the worker wrote it. */
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
            if (!attributes.isRegularFile()
                    || !Files.isReadable(real)) { // opening a pipe would block until its writer opens it
                return new FileLookup.Gone();
            }
            return new FileLookup.Found(new ServedFile(
                    real,
                    attributes.size(),
                    attributes.lastModifiedTime().toInstant(),
                    path.getFileName().toString()));
        } catch (IOException unreachable) {
            return isLexicallyInside(path) ? new FileLookup.Gone() : new FileLookup.Outside();
        }
    }

    /**
     * Resolves a name relative to a subfolder, with the subfolder as the sandbox, as {@link #look(String)} does.
     *
     * @param folder as the worker wrote it; folders directly below the root are shared by jobs and refused
     * @param name as the client wrote it, with slashes between components
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
            if (path.isPresent() && belongsToOneJob(path.get().toRealPath())) {
                return new SandboxedFolder(path.get().toRealPath(), "").look(name);
            }
            return new FileLookup.Outside();
        } catch (IOException unreachable) {
            return path.filter(this::isLexicallyInside).isPresent() ? new FileLookup.Gone() : new FileLookup.Outside();
        }
    }

    /** True at least two levels below the root: the folders directly in it are shared by jobs. */
    private boolean belongsToOneJob(Path real) throws IOException {
        Path realRoot = root.toRealPath();
        return real.startsWith(realRoot) && real.getNameCount() >= realRoot.getNameCount() + 2;
    }

    /** Deletes regular files, and symbolic links instead of their targets; skips all other entries. */
    public DeletedFiles delete(List<String> paths) {
        return delete(paths, List.of());
    }

    /**
     * Deletes regular files, and symbolic links instead of their targets; skips all other entries.
     *
     * @param folders to delete recursively with {@link DirectoryDeleter}; those directly below the root are skipped
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
            Optional<Path> entry = path(text).flatMap(this::entryInside).filter(this::isFolderOfOneJob);
            if (entry.isPresent()) {
                DeletedFiles tree = DirectoryDeleter.delete(entry.get());
                bytes += tree.bytes();
                names.addAll(tree.names());
            }
        }
        return new DeletedFiles(bytes, names);
    }

    private boolean isFolderOfOneJob(Path entry) {
        try {
            return Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS) && belongsToOneJob(entry);
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Writes a file atomically: readers see the old content or the new, never a part.
     *
     * @param relativeName below the folder, with {@code /} between components
     * @return the path of the file
     * @throws IllegalArgumentException for a name that is not strictly below the folder
     * @throws IOException on a disk error or missing permission
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

    /** Parses a path. Empty for a text that is blank or not a valid path. */
    private Optional<Path> path(String text) {
        try {
            Path path = Path.of(text);
            if (text.isBlank() || path.isAbsolute()) {
                return text.isBlank() ? Optional.empty() : Optional.of(path);
            }
            Path relative = withoutFirst(path, ".");
            return Optional.of(root.resolve(withoutFirst(relative, alias)));
        } catch (InvalidPathException e) { // a NUL byte, or characters that the file system encoding lacks
            return Optional.empty();
        }
    }

    private static Path withoutFirst(Path path, String step) {
        boolean begins = path.getNameCount() > 1 && path.getName(0).toString().equals(step);
        return begins ? path.subpath(1, path.getNameCount()) : path;
    }

    /** Compares the text only, for paths that do not exist. */
    private boolean isLexicallyInside(Path path) {
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

    /** The directory entry itself: symbolic links are followed in its folder, not in its last component. */
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

    /** Returns the bytes freed, or -1 if the entry was not deleted. */
    private static long deleteEntry(Path entry) {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isRegularFile() && !attributes.isSymbolicLink()) {
                return -1;
            }
            Files.delete(entry);
            return attributes.isRegularFile() ? attributes.size() : 0;
        } catch (IOException e) { // deleted concurrently, or no permission
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
