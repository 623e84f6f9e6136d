package org.meshgate.identity;

import java.util.List;

/** A token as {@code tokens.lua} takes it. */
final class TokenArguments {

    private static final String NOTHING = "";

    private TokenArguments() {}

    static List<String> of(IssuedToken token, RecordJson json) {
        return of(token.record(), TokenFormat.sha256(token.text()), json);
    }

    static List<String> of(ApiToken token, String sha256, RecordJson json) {
        return List.of(
                token.id(),
                sha256,
                json.write(token),
                token.expiry().map(end -> Long.toString(end.toEpochMilli())).orElse(NOTHING),
                token.kind().wireName(),
                Long.toString(token.createdAt().toEpochMilli()));
    }
}
