package org.meshgate.files;

import java.util.Optional;
import org.meshgate.problem.FileAccessDeniedException;
import org.meshgate.problem.FileMissingException;

/** What a path in a result turned out to be. */
public sealed interface FileLookup {

    /** A file that may be served. */
    record Found(ServedFile file) implements FileLookup {}

    /** It may be asked for, but there is no readable regular file: deleted, never written, a folder, a device. */
    record Gone() implements FileLookup {}

    /** It leads out of {@code storage.outputs}, directly or by a symbolic link; whether it exists is not told. */
    record Outside() implements FileLookup {}

    /** The file, if there is one to serve. */
    default Optional<Found> found() {
        return this instanceof Found found ? Optional.of(found) : Optional.empty();
    }

    /**
     * The file, for those who cannot go on without.
     *
     * @throws FileMissingException for {@link Gone}
     * @throws FileAccessDeniedException for {@link Outside}
     */
    default ServedFile require() {
        if (this instanceof Found found) {
            return found.file();
        }
        throw this instanceof Outside ? new FileAccessDeniedException() : new FileMissingException();
    }
}
