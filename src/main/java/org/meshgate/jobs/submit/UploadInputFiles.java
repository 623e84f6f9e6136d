package org.meshgate.jobs.submit;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.meshgate.caller.Caller;
import org.meshgate.catalog.model.FileKind;
import org.meshgate.catalog.model.FileReference;
import org.meshgate.files.upload.JobUploads;
import org.meshgate.files.upload.format.UploadKind;

/** Input files that clients upload: before the submission, or as base64 in it, which is then stored as an upload. */
@ApplicationScoped
class UploadInputFiles implements InputFileSource {

    private final JobUploads jobUploads;

    UploadInputFiles(JobUploads jobUploads) {
        this.jobUploads = jobUploads;
    }

    @Override
    public boolean supports(FileReference.Source source) {
        return source == FileReference.Source.ID || source == FileReference.Source.BASE64;
    }

    @Override
    public Uni<String> resolve(Caller caller, FileReference reference) {
        UploadKind kind = reference.kind() == FileKind.IMAGE ? UploadKind.IMAGE : UploadKind.MESH;
        return reference.source() == FileReference.Source.ID
                ? jobUploads.pathOf(caller, reference.value(), kind)
                : jobUploads.storeBase64(caller, reference.value(), kind, reference.field());
    }

    @Override
    public Uni<Void> discard(Caller caller, FileReference reference, String path) {
        return reference.source() == FileReference.Source.BASE64
                ? jobUploads.discard(caller, path)
                : Uni.createFrom().voidItem();
    }
}
