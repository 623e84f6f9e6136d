package org.meshgate.files.upload.format;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The kinds of upload. Each has its own route, folder, size limit and formats. */
public enum UploadKind {
    IMAGE,
    MESH;

    /** The name in routes, folders, records and keys, as in 3DAIGC-API. */
    public String jsonName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The allowed extensions, in lower case, without a dot. */
    public List<String> extensions() {
        return formats().flatMap(format -> format.extensions().stream()).toList();
    }

    public Stream<UploadFormat> formats() {
        return Stream.of(UploadFormat.values()).filter(format -> format.kind() == this);
    }
}
