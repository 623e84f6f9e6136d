package org.meshgate.files.upload.storage;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meshgate.files.upload.format.UploadKind;

/**
 * The location of an upload below {@code storage.uploads}: {@code image/ab/upload_ab….png}, as in 3DAIGC-API.
 * 3DAIGC-API puts an unrelated random id into the name; Meshgate puts the file id there, so that a file on disk leads
 * to its record.
 *
 * @param extension in lower case, without a dot
 */
public record StoredName(UploadKind kind, String id, String extension) {

    private static final Pattern NAME =
            Pattern.compile("upload_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\\.[A-Za-z0-9]{1,8}");

    private static final int SHARD_DIGITS = 2;

    String folder() {
        return kind.jsonName() + "/" + id.substring(0, SHARD_DIGITS);
    }

    String name() {
        return "upload_" + id + "." + extension;
    }

    /** The upload id in a file name; empty when the file is not an upload. */
    public static Optional<String> idIn(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
