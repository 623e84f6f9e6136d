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

/** Writes the paths of a submission's files into its inputs. */
@ApplicationScoped
class InputFileResolver {

    private final List<InputFileSource> finders;

    InputFileResolver(@All List<InputFileSource> finders) {
        this.finders = List.copyOf(finders);
    }

    /**
     * Finds all files, one after the other.
     *
     * @return the submission, whose inputs have the paths now; fails with a {@link ProblemException} for the first file
     *     that cannot be used
     */
    Uni<Submission> resolve(Caller caller, Submission submission) {
        Uni<Submission> done = Uni.createFrom().item(submission);
        for (FileReference file : submission.files()) {
            done = done.chain(so -> finder(file)
                    .resolve(caller, file)
                    .invoke(path -> so.inputs().put(file.inputKey(), path))
                    .replaceWith(so));
        }
        return done;
    }

    /** Removes the files that {@link #resolve} has stored for a submission that does not become a job. Never fails. */
    Uni<Void> discard(Caller caller, Submission submission) {
        Uni<Void> done = Uni.createFrom().voidItem();
        for (FileReference file : submission.files()) {
            JsonNode path = submission.inputs().path(file.inputKey());
            if (path.isTextual()) {
                done = done.chain(() -> finder(file).discard(caller, file, path.asText()));
            }
        }
        return done;
    }

    private InputFileSource finder(FileReference file) {
        return finders.stream()
                .filter(one -> one.takes(file.source()))
                .findFirst()
                .orElseThrow(() -> new ValidationFailedException(file.field(), "is not taken by this server"));
    }
}
