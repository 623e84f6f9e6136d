package org.meshgate.files.download;

import io.vertx.core.file.AsyncFile;
import java.util.Optional;

/**
 * A response body that is read from a file.
 *
 * @param file open for reading, positioned at the first byte to send; closed by its opener when the request ends
 * @param length the length of the response in bytes; with an envelope, that of the whole document
 * @param envelope the JSON around the base64 text of the file; absent for the plain bytes
 */
record FileBody(AsyncFile file, long length, Optional<Base64Envelope> envelope) {

    /** A body of the plain bytes of the file. */
    static FileBody plain(AsyncFile file, long length) {
        return new FileBody(file, length, Optional.empty());
    }
}
