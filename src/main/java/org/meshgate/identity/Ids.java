package org.meshgate.identity;

import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Generates the public ids of users, tokens and webhooks: a prefix and 64 random bits in hexadecimal. */
@ApplicationScoped
public class Ids {

    private static final int BYTES = 8;

    private final SecureRandom random;

    Ids(SecureRandom random) {
        this.random = random;
    }

    public String newUserId() {
        return "user_" + hex();
    }

    public String newTokenId() {
        return "tok_" + hex();
    }

    public String newWebhookId() {
        return "wh_" + hex();
    }

    private String hex() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
