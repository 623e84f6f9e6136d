package org.meshgate.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Requests that an HTTP client would not send. */
public final class RawHttp {

    private static final int SILENCE_MILLIS = 2000;

    private RawHttp() {}

    /** Sends the bytes and returns what the server sends until it closes or is silent. */
    public static String exchange(URI server, String request) throws IOException {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(SILENCE_MILLIS);
            try {
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().flush();
            } catch (IOException closed) {
                // the server may have responded and closed before it read everything
            }
            ByteArrayOutputStream response = new ByteArrayOutputStream();
            try {
                socket.getInputStream().transferTo(response);
            } catch (IOException silent) {
                // what came so far is the response
            }
            return response.toString(StandardCharsets.UTF_8);
        }
    }
}
