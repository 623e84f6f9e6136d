package org.meshgate.worker.upload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.meshgate.files.spool.SpoolTarget;

/** A result file that is being received, under a name of its own. Blocking; not thread-safe. */
final class StagedFile implements SpoolTarget {

    private final Path folder;
    private final Path partial;
    private final MessageDigest digest;
    private FileChannel channel;

    /**
     * @param folder the folder of the attempt, which need not exist yet
     * @param partial the name below it until the file is accepted
     */
    StagedFile(Path folder, String partial) {
        this.folder = folder;
        this.partial = folder.resolve(partial);
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        if (channel == null) {
            Files.createDirectories(folder);
            channel = FileChannel.open(partial, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        }
        digest.update(bytes.duplicate());
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Closes the file. Returns the SHA-256 of its bytes; to be called once. */
    byte[] finish() throws IOException {
        channel.close();
        return digest.digest();
    }

    Path path() {
        return partial;
    }

    @Override
    public void discard() throws IOException {
        if (channel != null) {
            channel.close();
        }
        Files.deleteIfExists(partial);
    }
}
