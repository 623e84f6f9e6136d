package org.meshgate.jobs;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.meshgate.caller.Caller;
import org.meshgate.catalog.FileKind;
import org.meshgate.catalog.FileReference;
import org.meshgate.files.UploadKind;
import org.meshgate.files.Uploads;

/** Files that clients bring themselves: uploaded before, or as base64 in the submission, which makes an upload of them. */
@ApplicationScoped
class UploadInputFiles implements InputFiles {

    private final Uploads uploads;

    UploadInputFiles(Uploads uploads) {
        this.uploads = uploads;
    }

    @Override
    public boolean takes(FileReference.Source source) {
        return source == FileReference.Source.ID || source == FileReference.Source.BASE64;
    }

    @Override
    public Uni<String> resolve(Caller caller, FileReference reference) {
        UploadKind kind = reference.kind() == FileKind.IMAGE ? UploadKind.IMAGE : UploadKind.MESH;
        return reference.source() == FileReference.Source.ID
                ? uploads.pathOf(caller, reference.value(), kind)
                : uploads.storeBase64(caller, reference.value(), kind, reference.field());
    }

    @Override
    public Uni<Void> discard(Caller caller, FileReference reference, String path) {
        return reference.source() == FileReference.Source.BASE64
                ? uploads.discard(caller, path)
                : Uni.createFrom().voidItem();
    }
}
