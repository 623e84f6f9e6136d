package org.meshgate.files.spool;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Where a body is written to. The methods block, and are called one after the other. */
public interface SpoolTarget {

    /** Writes the next bytes, at first those of the beginning of the body. */
    void write(ByteBuffer bytes) throws IOException;

    /** Deletes what was written. May be called without a write before. */
    void discard() throws IOException;
}
