package org.meshgate.files.upload.storage;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meshgate.audit.AuditAction;
import org.meshgate.audit.CrossUserAccessAudit;
import org.meshgate.caller.Caller;
import org.meshgate.files.FileExecutor;
import org.meshgate.files.FileLookup;

/** Reads, lists and deletes uploads. */
@ApplicationScoped
public class UploadService {

    private final UploadAccess access;
    private final UploadFolder folder;
    private final FileExecutor executor;
    private final CrossUserAccessAudit accessAudit;

    UploadService(UploadAccess access, UploadFolder folder, FileExecutor executor, CrossUserAccessAudit accessAudit) {
        this.access = access;
        this.folder = folder;
        this.executor = executor;
        this.accessAudit = accessAudit;
    }

    /**
     * A record and the state of its file.
     *
     * @param present whether the file can be used: not deleted, and on the disk
     */
    public record Looked(StoredUpload upload, boolean present) {}

    /**
     * A page of files.
     *
     * @param total the number of entries of the whole list
     */
    public record Listed(List<Looked> files, long total) {}

    /** Reads an upload that the caller reaches. Fails as {@link UploadAccess#find}. */
    public Uni<Looked> look(Caller caller, String id) {
        CrossUserAccessAudit.AccessAudit audit = accessAudit.watch(caller, AuditAction.UPLOAD_READ);
        return access.find(caller, id)
                .invoke(upload -> audit.seen(upload.id(), upload.owner()))
                .chain(upload -> executor.run(() -> look(upload)));
    }

    /** @param type empty for all */
    public Uni<Listed> list(Caller caller, Optional<String> type, long offset, int limit) {
        CrossUserAccessAudit.AccessAudit audit = accessAudit.watch(caller, AuditAction.UPLOAD_LIST);
        return access.list(caller, type, offset, limit)
                .invoke(page -> audit.listed(page.items().stream().map(StoredUpload::owner)))
                .chain(page -> executor.run(() -> {
                    List<Looked> files = new ArrayList<>();
                    page.items().forEach(upload -> files.add(look(upload)));
                    return new Listed(files, page.total());
                }));
    }

    /** Deletes an upload, record first: if the disk fails, the sweeper deletes the file later. */
    public Uni<StoredUpload> delete(Caller caller, String id) {
        CrossUserAccessAudit.AccessAudit audit = accessAudit.watch(caller, AuditAction.UPLOAD_DELETE);
        return access.delete(caller, id)
                .call(upload -> audit.changed(upload.id(), upload.owner()))
                .chain(upload -> executor.run(() -> {
                    folder.delete(upload.path());
                    return upload;
                }));
    }

    private Looked look(StoredUpload upload) {
        return new Looked(upload, upload.available() && folder.look(upload.path()) instanceof FileLookup.Found);
    }
}
