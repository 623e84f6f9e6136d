package org.meshgate.files.upload.storage;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meshgate.files.upload.format.UploadKind;

/**
 * Where an upload lies below {@code storage.uploads}: {@code image/ab/upload_ab….png}, as 3DAIGC-API has it. That one puts
 * another random id into the name; ours is the id of the file, so that a file on disk leads to its record.
 *
 * @param extension in lower case, without the dot
 */
public record StoredName(UploadKind kind, String id, String extension) {

    private static final Pattern NAME =
            Pattern.compile("upload_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\\.[A-Za-z0-9]{1,8}");

    private static final int SHARD = 2;

    String folder() {
        return kind.wireName() + "/" + id.substring(0, SHARD);
    }

    String name() {
        return "upload_" + id + "." + extension;
    }

    /** The id in the name of a file; absent for a file that is no upload. */
    public static Optional<String> idIn(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
