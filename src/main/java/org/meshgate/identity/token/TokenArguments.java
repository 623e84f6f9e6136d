package org.meshgate.identity.token;

import java.util.List;
import java.util.stream.Stream;
import org.meshgate.identity.RecordJson;
import org.meshgate.identity.TokenFormat;

/** Builds the script arguments of a token, in the order that {@code lua/identity/lib/tokens.lua} expects. */
public final class TokenArguments {

    private static final String EMPTY = "";

    private TokenArguments() {}

    public static List<String> of(IssuedToken token, RecordJson json) {
        return of(token.record(), TokenFormat.sha256(token.text()), json);
    }

    public static List<String> of(ApiToken token, String sha256, RecordJson json) {
        return List.of(
                token.id(),
                sha256,
                json.write(token),
                token.expiry().map(end -> Long.toString(end.toEpochMilli())).orElse(EMPTY),
                token.kind().jsonName(),
                Long.toString(token.createdAt().toEpochMilli()));
    }

    /** The given arguments, followed by those of the token. */
    public static List<String> append(List<String> arguments, IssuedToken token, RecordJson json) {
        return Stream.concat(arguments.stream(), of(token, json).stream()).toList();
    }
}
