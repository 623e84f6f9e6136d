package org.meshgate.problem;

/** An upload that never was, has expired, was deleted, or is not on the disk any more. */
public final class UploadNotFoundException extends ProblemException {

    private static final long serialVersionUID = 1L;

    /** Takes no argument: the detail is always the same. */
    public UploadNotFoundException() {
        super(ProblemType.FILE_NOT_FOUND, "File not found or expired");
    }
}
