package org.meshgate.files;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Deletes a folder recursively. Symbolic links are deleted, never followed. The work is bounded: files below
 * {@value #MAX_DEPTH} levels or beyond the first {@value #MAX_FILES} stay, with the folders that contain them.
 * Blocking.
 */
final class DirectoryDeleter extends SimpleFileVisitor<Path> {

    /** More files than any worker writes for one job. */
    private static final int MAX_FILES = 10_000;

    private static final int MAX_DEPTH = 16;

    private final List<String> names = new ArrayList<>();
    private long bytes;
    private int seen;

    private DirectoryDeleter() {}

    /**
     * Deletes as many entries of a folder as possible.
     *
     * @param folder a real folder, not a symbolic link
     */
    static DeletedFiles delete(Path folder) {
        DirectoryDeleter deleter = new DirectoryDeleter();
        try {
            Files.walkFileTree(folder, Set.of(), MAX_DEPTH, deleter);
        } catch (IOException | SecurityException e) { // a partial deletion is a result, too
            return new DeletedFiles(deleter.bytes, deleter.names);
        }
        return new DeletedFiles(deleter.bytes, deleter.names);
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (++seen > MAX_FILES) {
            return FileVisitResult.TERMINATE;
        }
        try {
            Files.delete(file); // a folder at the maximum depth is deleted only if it is empty
            bytes += attributes.isRegularFile() ? attributes.size() : 0;
            names.add(file.getFileName().toString());
        } catch (IOException e) {
            return FileVisitResult.CONTINUE; // not allowed, or not empty
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException failure) {
        try {
            Files.delete(folder);
        } catch (IOException e) {
            return FileVisitResult.CONTINUE; // not empty
        }
        return FileVisitResult.CONTINUE;
    }
}
