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
import org.meshgate.problem.FileAccessDeniedException;
import org.meshgate.problem.Subject;
import org.meshgate.problem.UploadNotFoundException;

/**
 * The ownership rule of uploads, and the only way from a caller to one. A user reaches the files that carry their id;
 * administrators, and everybody in simple mode, reach all. A file that belongs to nobody belongs to the administrators
 * once there are accounts.
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

    /** Whose a new file of this caller is; absent for nobody's. */
    public static Optional<String> owner(Caller caller) {
        if (caller instanceof Caller.Account account) {
            return Optional.of(account.userId());
        }
        if (caller instanceof Caller.Anonymous) {
            return Optional.empty();
        }
        throw new IllegalStateException("a kind of caller without a rule");
    }

    /** The one user whose files this caller reaches; absent for all files. */
    private static Optional<String> scope(Caller caller) {
        return caller.isAdmin() ? Optional.empty() : owner(caller);
    }

    private static boolean admits(Optional<String> scope, StoredUpload upload) {
        return scope.isEmpty() || scope.equals(upload.owner());
    }

    /** The record, with {@link UploadNotFoundException} or {@link FileAccessDeniedException} otherwise. */
    Uni<StoredUpload> find(Caller caller, String id) {
        if (!ID.matcher(id).matches()) {
            return Uni.createFrom().failure(new UploadNotFoundException());
        }
        Optional<String> scope = scope(caller);
        return store.read(id).map(reading -> {
            StoredUpload upload = reading.filter(found -> !found.isExpired(clock.instant()))
                    .orElseThrow(UploadNotFoundException::new);
            if (!admits(scope, upload)) {
                Subject refused = new Subject(upload.id(), upload.owner().orElse(""));
                throw hideForeign
                        ? UploadNotFoundException.hidden(refused)
                        : FileAccessDeniedException.toUpload(refused);
            }
            return upload;
        });
    }

    /**
     * A part of the list of this caller's files, newest first. Never one whose record says that it is another's.
     *
     * @param type absent for all
     */
    Uni<UploadStore.Page> list(Caller caller, Optional<String> type, long offset, int limit) {
        Optional<String> scope = scope(caller);
        return store.list(scope, type, offset, limit)
                .map(page -> new UploadStore.Page(
                        page.uploads().stream()
                                .filter(upload -> admits(scope, upload))
                                .filter(upload -> !upload.isExpired(clock.instant()))
                                .toList(),
                        page.total()));
    }

    /** Forgets a file that the caller may reach; returns it as it was. */
    Uni<StoredUpload> delete(Caller caller, String id) {
        return find(caller, id).chain(upload -> store.delete(upload.id()).map(deleted -> {
            if (!deleted) {
                throw new UploadNotFoundException();
            }
            return upload;
        }));
    }

    /** Whether this caller reaches every file, also those of {@code storage.inputs}. */
    public static boolean reachesAll(Caller caller) {
        return scope(caller).isEmpty();
    }

    /**
     * A file that the record of a job names.
     *
     * @param id of the upload, as the name of the file tells it
     * @param jobOwner absent for nobody's job
     */
    public record JobInput(String id, Optional<String> jobOwner) {}

    /**
     * Whether some files may be shown, in their order, to one who may see their jobs. Who sees a job sees what it was
     * given, whosever that is; but a record that another program wrote can name any upload. So the file must be the job
     * owner's, or one that the caller reaches anyway. A file of which nothing is remembered is shown: 3DAIGC-API
     * remembered no owners, and gave its files names that nobody can guess.
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
