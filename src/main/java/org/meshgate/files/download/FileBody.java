package org.meshgate.files.download;

import io.vertx.core.file.AsyncFile;
import java.util.Optional;

/**
 * The body of a response that comes from a file.
 *
 * @param file open for reading, positioned at the first byte to send; closed by its opener when the request ends
 * @param length how many bytes the response has; with an envelope, these are those of the whole document
 * @param envelope what surrounds the base64 text of the file; absent for a response of the file's own bytes
 */
record FileBody(AsyncFile file, long length, Optional<Base64Envelope> envelope) {

    /** The bytes of the file as they are. */
    static FileBody plain(AsyncFile file, long length) {
        return new FileBody(file, length, Optional.empty());
    }
}
