package org.meshgate.problem;

/** A file that is too large to be put into a JSON document. */
public final class FileTooLargeForBase64Exception extends ProblemException {

    private static final long serialVersionUID = 1L;

    /** @param limit the largest file that may be asked for as base64, in bytes */
    public FileTooLargeForBase64Exception(long limit) {
        super(
                ProblemType.FILE_TOO_LARGE_FOR_BASE64,
                "The file is larger than " + limit + " bytes, the limit for base64. Ask for format=file instead.");
    }
}
