package org.meshgate.cli.client.download;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.meshgate.cli.client.session.ClientExit;
import org.meshgate.cli.client.session.ClientFailure;
import org.meshgate.cli.http.LocalFileException;

/** What was fetched of a file so far, beside the place of the file; one process writes it at a time. */
final class PartialDownload implements AutoCloseable {

    private final Path path;
    private final FileChannel channel;

    private PartialDownload(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Opens it; a symbolic link in its place is refused. */
    static PartialDownload open(Path path) throws IOException {
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        if (lock(channel).isEmpty()) {
            channel.close();
            throw new ClientFailure(ClientExit.FAILED, "Another process is downloading to " + path + ".");
        }
        return new PartialDownload(path, channel);
    }

    Path path() {
        return path;
    }

    /** In bytes. */
    long length() throws IOException {
        return channel.size();
    }

    /** Drops what is there. */
    void clear() throws IOException {
        channel.truncate(0);
    }

    /** Appends to it; a failure is a {@link LocalFileException}. Closing the stream leaves the file open. */
    OutputStream append(LongConsumer onLength) {
        return new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                write(new byte[] {(byte) octet}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                try {
                    channel.position(channel.size());
                    ByteBuffer rest = ByteBuffer.wrap(bytes, offset, length);
                    while (rest.hasRemaining()) {
                        channel.write(rest);
                    }
                    onLength.accept(channel.size());
                } catch (IOException full) {
                    throw new LocalFileException(full);
                }
            }
        };
    }

    /** Makes it the file. */
    void moveTo(Path target, boolean overwrite) throws IOException {
        channel.force(true);
        if (overwrite) {
            Files.move(path, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.move(path, target);
        }
    }

    /** An empty one is removed. */
    @Override
    public void close() throws IOException {
        boolean empty = channel.size() == 0;
        channel.close();
        if (empty) {
            Files.deleteIfExists(path);
        }
    }

    private static Optional<FileLock> lock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException ownProcess) {
            return Optional.empty();
        }
    }
}
