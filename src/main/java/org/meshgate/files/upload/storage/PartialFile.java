package org.meshgate.files.upload.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that is being written, under its final name plus {@code .part} until it is complete. Blocking; not
 * thread-safe.
 */
public final class PartialFile {

    public static final String SUFFIX = ".part";

    private final Path target;
    private final Path partial;
    private final FileChannel channel;

    private PartialFile(Path target, Path partial, FileChannel channel) {
        this.target = target;
        this.partial = partial;
        this.channel = channel;
    }

    /** Creates the file. Fails if a file or link of that name exists. */
    static PartialFile create(Path target) throws IOException {
        Path partial = target.resolveSibling(target.getFileName() + SUFFIX);
        return new PartialFile(
                target, partial, FileChannel.open(partial, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    public void write(ByteBuffer rest) throws IOException {
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
    }

    /** The path until the file is complete. */
    Path partial() {
        return partial;
    }

    /** Closes the file and moves it to its final name. */
    void complete() throws IOException {
        channel.close();
        Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Closes and deletes the file, complete or not. */
    public void discard() throws IOException {
        channel.close();
        Files.deleteIfExists(partial);
        Files.deleteIfExists(target);
    }
}
