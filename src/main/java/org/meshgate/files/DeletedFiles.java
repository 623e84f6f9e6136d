package org.meshgate.files;

import java.util.List;

/**
 * The result of a deletion.
 *
 * @param bytes bytes freed
 * @param names names of the deleted files, without folders
 */
public record DeletedFiles(long bytes, List<String> names) {

    /** Copies the names. */
    public DeletedFiles {
        names = List.copyOf(names);
    }
}
