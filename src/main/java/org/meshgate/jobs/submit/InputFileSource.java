package org.meshgate.jobs.submit;

import io.smallrye.mutiny.Uni;
import org.meshgate.caller.Caller;
import org.meshgate.catalog.model.FileReference;
import org.meshgate.problem.ProblemException;

/** Finds the files that clients give with a job. There is one bean for each way to give a file. */
public interface InputFileSource {

    /** Whether files that are given this way are found here; no two beans say so of one source. */
    boolean takes(FileReference.Source source);

    /**
     * Finds a file, and makes sure that the caller may use it.
     *
     * @param reference with a source that this bean takes
     * @return the path that the worker gets; fails with a {@link ProblemException} for the client
     */
    Uni<String> resolve(Caller caller, FileReference reference);

    /**
     * Removes what {@link #resolve} has stored, because there will be no job. Never fails.
     *
     * @param path what it returned
     */
    default Uni<Void> discard(Caller caller, FileReference reference, String path) {
        return Uni.createFrom().voidItem();
    }
}
