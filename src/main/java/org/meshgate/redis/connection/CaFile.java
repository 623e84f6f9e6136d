package org.meshgate.redis.connection;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import org.meshgate.config.reader.ConfigException;

/**
 * The file {@code redis.ca_file}: PEM certificates of the authorities that are trusted to sign the certificate of
 * Redis.
 */
public final class CaFile {

    private static final long MAX_SIZE = 1024 * 1024;

    private CaFile() {}

    /**
     * Reads the certificates; the message of a failure is one line.
     *
     * @throws ConfigException when it cannot be read, or holds anything else than certificates
     */
    public static void check(Path file) {
        read(file);
    }

    static Buffer read(Path file) {
        try {
            if (Files.size(file) > MAX_SIZE) {
                throw complaint(file, "is too large for a few certificates");
            }
            byte[] content = Files.readAllBytes(file);
            if (CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(content))
                    .isEmpty()) {
                throw complaint(file, "holds no certificate");
            }
            return Buffer.buffer(content);
        } catch (IOException unreadable) {
            throw complaint(file, "cannot be read");
        } catch (CertificateException broken) {
            throw complaint(file, "holds no certificate in PEM form that can be read");
        }
    }

    private static ConfigException complaint(Path file, String what) {
        return new ConfigException("redis.ca_file: " + file + " " + what);
    }
}
