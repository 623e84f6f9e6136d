package org.meshgate.console;

import io.vertx.core.buffer.Buffer;
import java.util.HexFormat;
import java.util.Optional;
import org.meshgate.runtime.Digests;

/**
 * A file of the console, ready to be sent.
 *
 * @param mediaType with its character set
 * @param versioned whether its name has a version, so that its content never changes
 * @param plain the content
 * @param gzip the compressed content; absent where compression saves nothing
 */
record ConsoleFile(String mediaType, boolean versioned, Representation plain, Optional<Representation> gzip) {

    /** What is sent for a file in one content coding. */
    record Representation(Buffer content, String entityTag) {}

    /** @param gzip compressed content that is not smaller is dropped */
    static ConsoleFile of(String mediaType, boolean versioned, byte[] plain, byte[] gzip) {
        String digest = HexFormat.of().formatHex(Digests.sha256(plain));
        return new ConsoleFile(
                mediaType,
                versioned,
                new Representation(Buffer.buffer(plain), '"' + digest + '"'),
                gzip.length < plain.length
                        ? Optional.of(new Representation(Buffer.buffer(gzip), '"' + digest + "-gzip\""))
                        : Optional.empty());
    }

    /** Whether a client that has the representation with this tag has the current content. */
    boolean matches(String entityTag) {
        return entityTag.equals(plain.entityTag())
                || gzip.filter(coded -> entityTag.equals(coded.entityTag())).isPresent();
    }
}
