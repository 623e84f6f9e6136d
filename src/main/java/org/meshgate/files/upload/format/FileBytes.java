package org.meshgate.files.upload.format;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Random access to the bytes of a file, for reading headers without loading the file. */
final class FileBytes implements AutoCloseable {

    /** The maximum length of one read, in bytes. */
    private static final int MAX_LENGTH = 64 * 1024;

    /** Reads from a position until the buffer is full. */
    @FunctionalInterface
    private interface Source {
        void read(long position, ByteBuffer into) throws IOException;
    }

    private final Source source;
    private final long size;
    private final Closeable resource;

    private FileBytes(Source source, long size, Closeable resource) {
        this.source = source;
        this.size = size;
        this.resource = resource;
    }

    static FileBytes open(Path file) throws IOException {
        SeekableByteChannel channel = Files.newByteChannel(file, StandardOpenOption.READ);
        return new FileBytes((position, into) -> read(channel, position, into), channel.size(), channel);
    }

    /** Access to bytes in memory. */
    static FileBytes of(byte[] content) {
        return new FileBytes(
                (position, into) -> into.put(content, (int) position, into.remaining()), content.length, () -> {});
    }

    private static void read(SeekableByteChannel channel, long position, ByteBuffer into) throws IOException {
        channel.position(position);
        while (into.hasRemaining()) {
            if (channel.read(into) < 0) {
                throw new EOFException();
            }
        }
    }

    long size() {
        return size;
    }

    /**
     * Reads an exact number of bytes.
     *
     * @throws EOFException when the file ends before
     */
    ByteBuffer at(long position, int length, ByteOrder order) throws IOException {
        if (position < 0 || position > size - length || length > MAX_LENGTH) {
            throw new EOFException();
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        source.read(position, bytes);
        return bytes.flip().order(order);
    }

    /** Reads the first bytes, or the whole of a shorter file. */
    byte[] head(int maxLength) throws IOException {
        return at(0, (int) Math.min(maxLength, size), ByteOrder.BIG_ENDIAN).array();
    }

    /** Whether the file has these bytes at a position, given as ISO 8859-1 characters. */
    boolean has(long position, String characters) throws IOException {
        byte[] expected = characters.getBytes(StandardCharsets.ISO_8859_1);
        return position + expected.length <= size
                && ByteBuffer.wrap(expected).equals(at(position, expected.length, ByteOrder.BIG_ENDIAN));
    }

    @Override
    public void close() throws IOException {
        resource.close();
    }
}
