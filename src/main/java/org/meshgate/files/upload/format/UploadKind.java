package org.meshgate.files.upload.format;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What an upload is for; each has its own route, folder, limit and formats. */
public enum UploadKind {
    /** A picture. */
    IMAGE,
    /** A 3D model. */
    MESH;

    /** In routes, folders, records and keys, as 3DAIGC-API has it. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The extensions that files of this kind may have, in lower case, without the dot. */
    public List<String> extensions() {
        return formats().flatMap(format -> format.extensions().stream()).toList();
    }

    public Stream<UploadFormat> formats() {
        return Stream.of(UploadFormat.values()).filter(format -> format.kind() == this);
    }
}
