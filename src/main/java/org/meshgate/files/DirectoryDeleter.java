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
 * Deletes a folder with what is in it. Symbolic links go themselves and are not followed. The work has an end: what lies
 * too deep, or comes after many other files, stays, and with it the folders around it. Blocking.
 */
final class DirectoryDeleter extends SimpleFileVisitor<Path> {

    /** More than any worker makes for one job. */
    private static final int MAX_FILES = 10_000;

    private static final int MAX_DEPTH = 16;

    private final List<String> names = new ArrayList<>();
    private long bytes;
    private int seen;

    private DirectoryDeleter() {}

    /**
     * Deletes as much of a folder as it can.
     *
     * @param folder itself, no symbolic link
     */
    static DeletedFiles delete(Path folder) {
        DirectoryDeleter tree = new DirectoryDeleter();
        try {
            Files.walkFileTree(folder, Set.of(), MAX_DEPTH, tree);
        } catch (IOException | SecurityException e) { // what could be deleted is
            return new DeletedFiles(tree.bytes, tree.names);
        }
        return new DeletedFiles(tree.bytes, tree.names);
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (++seen > MAX_FILES) {
            return FileVisitResult.TERMINATE;
        }
        try {
            Files.delete(file); // of a folder at the deepest level only when it is empty
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
            return FileVisitResult.CONTINUE; // something in it stayed
        }
        return FileVisitResult.CONTINUE;
    }
}
