package org.meshgate.files.upload;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.meshgate.files.FileExecutor;
import org.meshgate.files.upload.storage.StoredUpload;
import org.meshgate.files.upload.storage.UploadFolder;
import org.meshgate.files.upload.storage.UploadStore;

/** Deletes a user's uploads when the account is deleted. Callers must have checked authorization. */
@ApplicationScoped
public class UserUploads {

    private static final int BATCH_SIZE = 100;

    private final UploadStore store;
    private final UploadFolder folder;
    private final FileExecutor executor;

    UserUploads(UploadStore store, UploadFolder folder, FileExecutor executor) {
        this.store = store;
        this.folder = folder;
        this.executor = executor;
    }

    /**
     * Deletes all uploads of a user, records first: if the disk fails or the server stops in between, the sweeper
     * deletes the files without a record.
     */
    public Uni<Void> deleteAll(String userId) {
        return store.forgetSome(userId, BATCH_SIZE)
                .chain(forgotten -> forgotten.entries() == 0
                        ? Uni.createFrom().voidItem()
                        : deleteFiles(userId, forgotten.uploads()).chain(() -> deleteAll(userId)));
    }

    private Uni<Void> deleteFiles(String userId, List<StoredUpload> forgotten) {
        return executor.run(() -> {
                    for (StoredUpload upload : forgotten) {
                        if (upload.owner().filter(userId::equals).isPresent()) {
                            folder.delete(upload.path());
                        }
                    }
                    return forgotten;
                })
                .replaceWithVoid();
    }
}
