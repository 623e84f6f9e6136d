package org.meshgate.files;

import io.vertx.core.file.AsyncFile;

/**
 * The body of an answer that comes from a file.
 *
 * @param file open for reading, set to the first byte to send; closed when the request ends, by whoever opened it
 * @param length how many bytes to send
 */
record FileBody(AsyncFile file, long length) {}
