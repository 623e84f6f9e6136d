package org.meshgate.cli.worker.job;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.regex.Pattern;
import org.meshgate.cli.support.CommandFailure;
import org.meshgate.cli.support.FailureReason;
import org.meshgate.cli.worker.protocol.JobAssignment;

/**
 * The working directory of one worker process, below a private folder of its user. A lock tells a running worker's
 * directory from one that a killed worker left behind; the next worker removes those.
 */
public final class WorkDirectory implements AutoCloseable {

    private static final String LOCK = "lock";
    private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9-]");
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");

    private final Path root;
    private final FileChannel lock;

    private WorkDirectory(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    /**
     * Creates the directory of this process and removes those of processes that have ended.
     *
     * @param base the private folder; created if it is missing
     * @throws CommandFailure when another user could read or change it
     */
    public static WorkDirectory open(Path base) {
        try {
            requirePrivate(base);
            removeStale(base);
            Path root = Files.createTempDirectory(base, "worker-", asPrivate());
            FileChannel lock =
                    FileChannel.open(root.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            if (lock.tryLock() == null) {
                throw new IOException("the lock of a new directory is taken");
            }
            return new WorkDirectory(root, lock);
        } catch (IOException e) {
            throw new CommandFailure("The working folder " + base + " cannot be used (" + FailureReason.of(e)
                    + "). Give another one: --work-dir DIR");
        }
    }

    /** Creates the folders of an attempt. */
    public JobFolder create(JobAssignment job) throws IOException {
        String name = UNSAFE.matcher(job.jobId()).replaceAll("_") + "-" + job.attempt() + "-";
        Path folder = Files.createTempDirectory(root, "job-" + name, asPrivate());
        return JobFolder.create(folder.resolve("job"));
    }

    /** Removes the folders of an attempt, as far as possible. */
    public void remove(JobFolder folder) {
        FolderRemover.remove(folder.root().getParent());
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            // released with the process
        }
        FolderRemover.remove(root);
    }

    /** In a folder such as /tmp, another user might have made it first. */
    private static void requirePrivate(Path base) throws IOException {
        try {
            Path parent = base.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.createDirectory(base, asPrivate());
        } catch (FileAlreadyExistsException exists) {
            PosixFileAttributes found =
                    Files.readAttributes(base, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            Path own = Files.createTempFile("meshgate-worker", "");
            try {
                if (!found.isDirectory()
                        || !found.owner().equals(Files.getOwner(own))
                        || !PRIVATE.containsAll(found.permissions())) {
                    throw new CommandFailure("The working folder " + base
                            + " must be a folder of this user that no other may enter (mode 0700).");
                }
            } finally {
                Files.delete(own);
            }
        }
    }

    private static void removeStale(Path base) throws IOException {
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(base, "worker-*")) {
            for (Path directory : directories) {
                if (isStale(directory)) {
                    FolderRemover.remove(directory);
                }
            }
        }
    }

    /** Without a lock file the directory is being made, or is not ours. */
    private static boolean isStale(Path directory) {
        try (FileChannel channel = FileChannel.open(directory.resolve(LOCK), StandardOpenOption.WRITE);
                FileLock free = channel.tryLock()) {
            return free != null;
        } catch (IOException | OverlappingFileLockException inUse) {
            return false;
        }
    }

    private static FileAttribute<Set<PosixFilePermission>> asPrivate() {
        return PosixFilePermissions.asFileAttribute(PRIVATE);
    }
}
