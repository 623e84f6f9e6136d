package org.meshgate.files.upload.storage;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.UUID;

/** Generates the ids of uploads. */
@ApplicationScoped
public class UploadIds {

    private static final int ID_BYTES = 16;

    private final SecureRandom random;

    UploadIds(SecureRandom random) {
        this.random = random;
    }

    /** A random UUID (RFC 9562 version 4) from the injected random source. */
    public UUID next() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        bytes[6] = (byte) (bytes[6] & 0x0f | 0x40);
        bytes[8] = (byte) (bytes[8] & 0x3f | 0x80);
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new UUID(buffer.getLong(), buffer.getLong());
    }
}
