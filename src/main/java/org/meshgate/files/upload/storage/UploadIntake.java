package org.meshgate.files.upload.storage;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.meshgate.caller.Caller;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.files.DiskFailures;
import org.meshgate.files.FileExecutor;
import org.meshgate.files.upload.format.UploadRules;
import org.meshgate.files.upload.storage.UploadStore.Quota;
import org.meshgate.problem.ProblemType;
import org.meshgate.problem.limit.UploadQuotaException;

/** Accepts received files as uploads, within the quota of the user and the space of the disk. */
@ApplicationScoped
public class UploadIntake {

    private static final Logger LOG = Logger.getLogger(UploadIntake.class);

    private static final double MEGABYTE = 1024.0 * 1024;

    private final UploadStore store;
    private final UploadRules rules;
    private final UploadFolder folder;
    private final FileExecutor executor;
    private final Clock clock;
    private final Duration life;
    private final long quota;
    private final int maxFiles;
    private final long reserve;

    UploadIntake(
            UploadStore store,
            UploadRules rules,
            UploadFolder folder,
            FileExecutor executor,
            Clock clock,
            MeshgateConfig config) {
        this.store = store;
        this.rules = rules;
        this.folder = folder;
        this.executor = executor;
        this.clock = clock;
        this.life = config.storage().uploadTtl();
        this.quota = config.limits().uploadsPerUser().asLongValue();
        this.maxFiles = config.limits().uploadFilesPerUser();
        this.reserve = config.storage().reserve().asLongValue();
    }

    /**
     * Checks early that an upload can succeed: fails when it exceeds the quota of the caller or the space of the disk.
     * Returns the bytes that the caller has left, or {@link Long#MAX_VALUE} without a quota.
     */
    public Uni<Long> requireSpace(Caller caller, long bytes) {
        Optional<String> owner = UploadAccess.owner(caller);
        Uni<Long> free = quota == 0 || owner.isEmpty()
                ? Uni.createFrom().item(Long.MAX_VALUE)
                : store.usage(owner.get()).map(used -> quota - used);
        return free.invoke(left -> {
                    if (bytes > left) {
                        throw UploadQuotaException.ofBytes(quota);
                    }
                })
                .call(() -> executor.run(() -> {
                    if (folder.freeSpace() - bytes < reserve) {
                        throw ProblemType.DISK_FULL.exception();
                    }
                    return bytes;
                }));
    }

    /**
     * Validates a received file and stores its record. On failure the file is deleted.
     *
     * @param field the name of the field, for validation errors
     */
    public Uni<StoredUpload> accept(Caller caller, IncomingUpload incoming, String field) {
        Instant now = clock.instant();
        StoredUpload upload = new StoredUpload(
                incoming.name().id(),
                incoming.filename(),
                folder.pathText(incoming.name()),
                incoming.name().kind().jsonName(),
                incoming.size() / MEGABYTE,
                UploadTimes.write(now),
                UploadTimes.write(now.plus(life)),
                true,
                UploadAccess.owner(caller));
        return executor.run(() -> {
                    rules.check(incoming.file().partial(), incoming.format(), field);
                    incoming.file().complete();
                    return upload;
                })
                .chain(checked -> store.add(checked, incoming.size(), now, life, new Quota(quota, maxFiles)))
                .map(addition -> switch (addition) {
                    case ADDED -> upload;
                    case TOO_LARGE -> throw UploadQuotaException.ofBytes(quota);
                    case TOO_MANY -> throw UploadQuotaException.ofFiles(maxFiles);
                })
                .onFailure()
                .recoverWithUni(failure ->
                        discard(incoming.file()).chain(() -> Uni.createFrom().failure(DiskFailures.problem(failure))));
    }

    private Uni<Void> discard(PartialFile file) {
        return executor.run(() -> {
                    file.discard();
                    return file;
                })
                .onFailure()
                .invoke(failure -> LOG.debugf("A refused upload stays until the sweeper deletes it: %s", failure))
                .onFailure()
                .recoverWithItem(file)
                .replaceWithVoid();
    }
}
