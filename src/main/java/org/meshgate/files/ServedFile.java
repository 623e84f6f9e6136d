package org.meshgate.files;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A regular file that may be served, with its attributes at the time of the lookup.
 *
 * @param path the real path, after symbolic links
 * @param size in bytes
 * @param modified the time of the last modification
 * @param name the file name, without folders, as the worker wrote it
 */
public record ServedFile(Path path, long size, Instant modified, String name) {

    /** The media type by the extension of the name; see {@link ContentTypes}. */
    public String contentType() {
        return ContentTypes.of(name);
    }
}
