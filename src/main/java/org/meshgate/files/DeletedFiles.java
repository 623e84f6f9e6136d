package org.meshgate.files;

import java.util.List;

/**
 * What a deletion did.
 *
 * @param bytes how much was freed
 * @param names the names, without folders, of those that were there and are not any more
 */
public record DeletedFiles(long bytes, List<String> names) {

    /** Takes a copy of the names. */
    public DeletedFiles {
        names = List.copyOf(names);
    }
}
