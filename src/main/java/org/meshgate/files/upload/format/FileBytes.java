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

/** Single places of a file, for reading headers without reading the file. */
final class FileBytes implements AutoCloseable {

    /** No field of a header is longer. */
    private static final int MAX = 64 * 1024;

    /** Reads from a place until the buffer is full. */
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

    /** The same of what is in memory. */
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
     * Exactly so many bytes from a place.
     *
     * @throws EOFException when the file ends before
     */
    ByteBuffer at(long position, int length, ByteOrder order) throws IOException {
        if (position < 0 || position > size - length || length > MAX) {
            throw new EOFException();
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        source.read(position, bytes);
        return bytes.flip().order(order);
    }

    /** The same for a file that may be shorter. */
    byte[] head(int most) throws IOException {
        return at(0, (int) Math.min(most, size), ByteOrder.BIG_ENDIAN).array();
    }

    /** Whether these letters stand at a place; letters above 127 mean single bytes. */
    boolean has(long position, String letters) throws IOException {
        byte[] expected = letters.getBytes(StandardCharsets.ISO_8859_1);
        return position + expected.length <= size
                && ByteBuffer.wrap(expected).equals(at(position, expected.length, ByteOrder.BIG_ENDIAN));
    }

    @Override
    public void close() throws IOException {
        resource.close();
    }
}
