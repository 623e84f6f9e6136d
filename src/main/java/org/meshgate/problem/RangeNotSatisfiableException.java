package org.meshgate.problem;

import java.util.Map;

/** A range that begins after the end of the file (RFC 9110 section 15.5.17). */
public final class RangeNotSatisfiableException extends ProblemException {

    private static final long serialVersionUID = 1L;

    private final long size;

    /** @param size the size of the file, in bytes */
    public RangeNotSatisfiableException(long size) {
        super(ProblemType.RANGE_NOT_SATISFIABLE, "The file has " + size + " bytes; the range lies behind its end.");
        this.size = size;
    }

    @Override
    public Map<String, String> headers() {
        return Map.of("Content-Range", "bytes */" + size);
    }
}
