package org.meshgate.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import redis.embedded.RedisServer;

/** A Redis of its own for a test, as an operator would have one. */
public final class RealRedis implements AutoCloseable {

    private final int port = Meshgate.freePort();
    private final RedisServer server;

    /** Starts one without a password. */
    public RealRedis() {
        this("");
    }

    /** @param password empty for none */
    RealRedis(String password) {
        try {
            server = RedisServer.newRedisServer()
                    .port(port)
                    .setting("bind 127.0.0.1")
                    .setting("save \"\"")
                    .setting("requirepass \"" + password + "\"")
                    .build();
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its address, for the program. */
    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
