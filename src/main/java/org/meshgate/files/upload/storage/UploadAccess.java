package org.meshgate.files.upload.storage;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.meshgate.caller.Caller;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.problem.AccessDeniedException;
import org.meshgate.problem.FileMissingException;
import org.meshgate.problem.Subject;
import org.meshgate.runtime.Page;

/**
 * The ownership rule of uploads, and the only way from a caller to an upload. Users reach their own files;
 * administrators, and every client in simple mode, reach all. With accounts, only administrators reach files without an
 * owner.
 */
@ApplicationScoped
public class UploadAccess {

    private static final Pattern ID = Pattern.compile("[0-9A-Za-z-]{1,64}");

    private final UploadStore store;
    private final Clock clock;
    private final boolean hideForeign;

    UploadAccess(UploadStore store, Clock clock, MeshgateConfig config) {
        this.store = store;
        this.clock = clock;
        this.hideForeign = config.security().hideForeignJobs();
    }

    /** The owner of a new file of this caller; empty in simple mode. */
    public static Optional<String> owner(Caller caller) {
        if (caller instanceof Caller.Account account) {
            return Optional.of(account.userId());
        }
        if (caller instanceof Caller.Anonymous) {
            return Optional.empty();
        }
        throw new IllegalStateException("no ownership rule for this kind of caller");
    }

    /** The user whose files this caller reaches; empty for all files. */
    private static Optional<String> scope(Caller caller) {
        return caller.isAdmin() ? Optional.empty() : owner(caller);
    }

    private static boolean admits(Optional<String> scope, StoredUpload upload) {
        return scope.isEmpty() || scope.equals(upload.owner());
    }

    /** Returns the record; fails with {@link FileMissingException} or {@link AccessDeniedException}. */
    Uni<StoredUpload> find(Caller caller, String id) {
        if (!ID.matcher(id).matches()) {
            return Uni.createFrom().failure(FileMissingException.upload());
        }
        Optional<String> scope = scope(caller);
        return store.read(id).map(reading -> {
            StoredUpload upload = reading.filter(found -> !found.isExpired(clock.instant()))
                    .orElseThrow(FileMissingException::upload);
            if (!admits(scope, upload)) {
                Subject refused = new Subject(upload.id(), upload.owner().orElse(""));
                throw hideForeign
                        ? FileMissingException.hiddenUpload(refused)
                        : AccessDeniedException.toUpload(refused);
            }
            return upload;
        });
    }

    /**
     * A page of the files that the caller reaches, newest first.
     *
     * @param type empty for all
     */
    Uni<Page<StoredUpload>> list(Caller caller, Optional<String> type, long offset, int limit) {
        Optional<String> scope = scope(caller);
        return store.list(scope, type, offset, limit)
                .map(page -> new Page<>(
                        page.items().stream()
                                .filter(upload -> admits(scope, upload))
                                .filter(upload -> !upload.isExpired(clock.instant()))
                                .toList(),
                        page.total()));
    }

    /** Deletes the record of a file that the caller reaches, and returns it. */
    Uni<StoredUpload> delete(Caller caller, String id) {
        return find(caller, id).chain(upload -> store.delete(upload.id()).map(deleted -> {
            if (!deleted) {
                throw FileMissingException.upload();
            }
            return upload;
        }));
    }

    /** Whether the caller reaches every file, including those in {@code storage.inputs}. */
    public static boolean reachesAll(Caller caller) {
        return scope(caller).isEmpty();
    }

    /**
     * An upload that the record of a job names.
     *
     * @param id the upload id, from the file name
     * @param jobOwner the user id of the job's owner; absent for a job without an owner
     */
    public record JobInput(String id, Optional<String> jobOwner) {}

    /**
     * Decides for each input file, in order, whether it may be shown to a caller who may see its job. The file must
     * belong to the owner of the job, or be one that the caller reaches anyway, because other programs can write any
     * upload into a job record. A file without a remembered owner is shown: 3DAIGC-API stored no owners, and its file
     * names cannot be guessed.
     */
    public Uni<List<Boolean>> mayShow(Caller caller, List<JobInput> inputs) {
        Optional<String> scope = scope(caller);
        if (scope.isEmpty() || inputs.isEmpty()) {
            return Uni.createFrom()
                    .item(inputs.stream().map(input -> Boolean.TRUE).toList());
        }
        return store.owners(inputs.stream().map(JobInput::id).toList()).map(owners -> {
            List<Boolean> answers = new ArrayList<>(inputs.size());
            for (int i = 0; i < inputs.size(); i++) {
                Optional<String> jobOwner = inputs.get(i).jobOwner();
                answers.add(owners.get(i)
                        .map(owner -> owner.userId()
                                .filter(id -> scope.get().equals(id)
                                        || jobOwner.filter(id::equals).isPresent())
                                .isPresent())
                        .orElse(true));
            }
            return answers;
        });
    }
}
