package org.meshgate.cli.worker;

import java.util.Map;

/**
 * An answer in the place of the right one.
 *
 * @param status 0: the connection breaks after the call was carried out
 */
public record Fault(int status, Map<String, String> headers, String body) {

    public static Fault of(int status) {
        return new Fault(status, Map.of(), "{\"error\":\"FAULT\",\"detail\":\"on demand\"}");
    }

    /** The call is carried out, and its answer lost. */
    public static Fault lostAnswer() {
        return new Fault(0, Map.of(), "");
    }
}
