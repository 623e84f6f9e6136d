package org.meshgate.problem;

/** A file that lies outside of the folders from which files are served. */
public final class FileAccessDeniedException extends ProblemException {

    private static final long serialVersionUID = 1L;

    /** Takes no argument: the detail is always the same. */
    public FileAccessDeniedException() {
        super(ProblemType.FILE_ACCESS_DENIED, "Access denied to this file");
    }
}
