package org.meshgate.jobs.submit;

import io.smallrye.mutiny.Uni;
import org.meshgate.caller.Caller;
import org.meshgate.catalog.model.FileReference;
import org.meshgate.problem.ProblemException;

/** Resolves the input files of submissions. There is one bean for each way in which a client refers to a file. */
public interface InputFileSource {

    /** Whether this bean resolves references of this source; exactly one bean does. */
    boolean supports(FileReference.Source source);

    /**
     * Resolves a file and checks that the caller may use it.
     *
     * @param reference with a source that this bean supports
     * @return the path for the worker; fails with a {@link ProblemException} for the client
     */
    Uni<String> resolve(Caller caller, FileReference reference);

    /**
     * Removes a file that {@link #resolve} stored for a submission that does not become a job. Never fails.
     *
     * @param path as {@link #resolve} returned it
     */
    default Uni<Void> discard(Caller caller, FileReference reference, String path) {
        return Uni.createFrom().voidItem();
    }
}
