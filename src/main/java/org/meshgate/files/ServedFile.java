package org.meshgate.files;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A regular file that may be served, as it was when somebody looked.
 *
 * @param path where it really is, after symbolic links
 * @param size in bytes
 * @param modified when its content last changed
 * @param name its own name, without folders, as the worker wrote it
 */
public record ServedFile(Path path, long size, Instant modified, String name) {

    /** The media type by its name; {@link ContentTypes}. */
    public String contentType() {
        return ContentTypes.of(name);
    }
}
