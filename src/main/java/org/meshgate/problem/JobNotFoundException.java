package org.meshgate.problem;

import java.util.Optional;

/** The job does not exist, or the caller may not know that it does. */
public final class JobNotFoundException extends ProblemException {

    private static final long serialVersionUID = 1L;

    private final transient Optional<Subject> subject;

    private JobNotFoundException(Optional<Subject> subject) {
        super(ProblemType.JOB_NOT_FOUND, ProblemType.JOB_NOT_FOUND.detail());
        this.subject = subject;
    }

    /** For a job that does not exist. */
    public JobNotFoundException() {
        this(Optional.empty());
    }

    /** For another user's job, with the same response as for one that does not exist. */
    public static JobNotFoundException hidden(Subject job) {
        return new JobNotFoundException(Optional.of(job));
    }

    @Override
    public Optional<Subject> refusedSubject() {
        return subject;
    }
}
