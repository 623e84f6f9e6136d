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
    private long length;
    private Writer writer;

    private PartialDownload(Path path, FileChannel channel) throws IOException {
        this.path = path;
        this.channel = channel;
        this.length = channel.size();
        this.writer = new Writer(length, ignored -> {});
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
    synchronized long length() {
        return length;
    }

    /** Drops what is there. */
    synchronized void clear() throws IOException {
        channel.truncate(0);
        length = 0;
    }

    /**
     * Makes the one writer that may change the file from now on: the answer to a request that was given up may still
     * arrive.
     *
     * @param onLength is told of each new length
     */
    synchronized Writer writer(LongConsumer onLength) {
        writer = new Writer(length, onLength);
        return writer;
    }

    /** Appends to the file; a failure is a {@link LocalFileException}. Closing it leaves the file open. */
    final class Writer extends OutputStream {

        private final long start;
        private final LongConsumer onLength;

        private Writer(long start, LongConsumer onLength) {
            this.start = start;
            this.onLength = onLength;
        }

        /** The length of the file when the writer was made. */
        long start() {
            return start;
        }

        /** Drops what is there. */
        void restart() throws IOException {
            synchronized (PartialDownload.this) {
                requireCurrent();
                clear();
            }
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            synchronized (PartialDownload.this) {
                requireCurrent();
                try {
                    ByteBuffer rest = ByteBuffer.wrap(bytes, offset, count);
                    while (rest.hasRemaining()) {
                        length += channel.write(rest, length);
                    }
                } catch (IOException full) {
                    throw new LocalFileException(full);
                }
                onLength.accept(length);
            }
        }

        private void requireCurrent() throws IOException {
            if (writer != this) {
                throw new IOException("another request writes the file");
            }
        }
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
    public synchronized void close() throws IOException {
        channel.close();
        if (length == 0) {
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
