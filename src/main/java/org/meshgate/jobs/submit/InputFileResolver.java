package org.meshgate.jobs.submit;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.meshgate.caller.Caller;
import org.meshgate.catalog.model.FileReference;
import org.meshgate.catalog.validate.Submission;
import org.meshgate.problem.ProblemException;
import org.meshgate.problem.ValidationFailedException;

/** Resolves the files of a submission and writes their paths into its inputs. */
@ApplicationScoped
class InputFileResolver {

    private final List<InputFileSource> sources;

    InputFileResolver(@All List<InputFileSource> sources) {
        this.sources = List.copyOf(sources);
    }

    /**
     * Resolves all files, one after the other.
     *
     * @return the submission, with the paths in its inputs; fails with a {@link ProblemException} for the first file
     *     that cannot be used
     */
    Uni<Submission> resolve(Caller caller, Submission submission) {
        Uni<Submission> done = Uni.createFrom().item(submission);
        for (FileReference file : submission.files()) {
            done = done.chain(resolved -> source(file)
                    .resolve(caller, file)
                    .invoke(path -> resolved.inputs().put(file.inputKey(), path))
                    .replaceWith(resolved));
        }
        return done;
    }

    /** Removes the files that {@link #resolve} stored for a submission that does not become a job. Never fails. */
    Uni<Void> discard(Caller caller, Submission submission) {
        Uni<Void> done = Uni.createFrom().voidItem();
        for (FileReference file : submission.files()) {
            JsonNode path = submission.inputs().path(file.inputKey());
            if (path.isTextual()) {
                done = done.chain(() -> source(file).discard(caller, file, path.asText()));
            }
        }
        return done;
    }

    private InputFileSource source(FileReference file) {
        return sources.stream()
                .filter(candidate -> candidate.supports(file.source()))
                .findFirst()
                .orElseThrow(() -> new ValidationFailedException(file.field(), "is not taken by this server"));
    }
}
