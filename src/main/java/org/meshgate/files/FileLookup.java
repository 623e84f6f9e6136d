package org.meshgate.files;

import java.util.Optional;
import org.meshgate.problem.FileMissingException;
import org.meshgate.problem.ProblemException;
import org.meshgate.problem.ProblemType;

/** The result of resolving a path against a sandboxed folder. */
public sealed interface FileLookup {

    /** A regular file that may be served. */
    record Found(ServedFile file) implements FileLookup {}

    /** The path is allowed, but is not a readable regular file: deleted, never written, a folder, a device. */
    record Gone() implements FileLookup {}

    /** The path leads out of the folder, directly or by a symbolic link. Whether it exists is not revealed. */
    record Outside() implements FileLookup {}

    /** The file, if it was found. */
    default Optional<Found> found() {
        return this instanceof Found found ? Optional.of(found) : Optional.empty();
    }

    /**
     * Returns the file or throws.
     *
     * @throws FileMissingException for {@link Gone}
     * @throws ProblemException FILE_ACCESS_DENIED for {@link Outside}
     */
    default ServedFile require() {
        if (this instanceof Found found) {
            return found.file();
        }
        throw this instanceof Outside ? ProblemType.FILE_ACCESS_DENIED.exception() : new FileMissingException();
    }
}
