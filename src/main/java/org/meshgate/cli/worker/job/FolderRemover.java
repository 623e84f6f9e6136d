package org.meshgate.cli.worker.job;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** Removes a folder recursively, as far as possible. Symbolic links are removed, never followed. */
final class FolderRemover extends SimpleFileVisitor<Path> {

    private FolderRemover() {}

    static void remove(Path folder) {
        try {
            Files.walkFileTree(folder, new FolderRemover());
        } catch (IOException e) {
            // what is left is removed by the next worker that starts
        }
    }

    /** A command may have taken its own rights away. */
    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        if (!folder.toFile().canWrite()) {
            restoreRights(folder.toFile());
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        delete(file);
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
        if (isLockedFolder(file) && restoreRights(file.toFile())) {
            remove(file);
        } else {
            delete(file);
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException failure) {
        delete(folder);
        return FileVisitResult.CONTINUE;
    }

    private static boolean isLockedFolder(Path path) {
        File file = path.toFile();
        return !Files.isSymbolicLink(path) && file.isDirectory() && !(file.canRead() && file.canExecute());
    }

    private static boolean restoreRights(File folder) {
        return folder.setReadable(true) && folder.setWritable(true) && folder.setExecutable(true);
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            return; // not allowed, or not empty
        }
    }
}
