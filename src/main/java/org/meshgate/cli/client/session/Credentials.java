package org.meshgate.cli.client.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Optional;
import org.meshgate.cli.http.AccessToken;

/**
 * What a login keeps.
 *
 * @param server base URL
 * @param token none for a server that asks for none
 * @param username whose token it is; empty without one
 * @param expiresAt when the token ends, as the server writes it
 * @param caFile authorities that are trusted for this server
 * @param plainHttp whether http to another host was allowed
 */
public record Credentials(
        String server,
        AccessToken token,
        String username,
        Optional<String> expiresAt,
        Optional<Path> caFile,
        boolean plainHttp) {

    private static final String SERVER = "server";
    private static final String TOKEN = "token";
    private static final String USERNAME = "username";
    private static final String EXPIRES_AT = "expires_at";
    private static final String CA_FILE = "ca_file";
    private static final String PLAIN_HTTP = "plain_http";

    /** As JSON. */
    ObjectNode json(ObjectMapper json) {
        ObjectNode document = json.createObjectNode().put(SERVER, server);
        if (token.isPresent()) {
            document.put(TOKEN, token.text()).put(USERNAME, username);
        }
        expiresAt.ifPresent(time -> document.put(EXPIRES_AT, time));
        caFile.ifPresent(file -> document.put(CA_FILE, file.toString()));
        return plainHttp ? document.put(PLAIN_HTTP, true) : document;
    }

    /** Empty for a document that {@link #json} did not make. */
    static Optional<Credentials> of(JsonNode document) {
        String server = document.path(SERVER).asText();
        Optional<AccessToken> token = document.has(TOKEN)
                ? AccessToken.parse(document.path(TOKEN).asText())
                : Optional.of(AccessToken.none());
        return token.filter(known -> !server.isEmpty())
                .map(known -> new Credentials(
                        server,
                        known,
                        document.path(USERNAME).asText(),
                        text(document, EXPIRES_AT),
                        text(document, CA_FILE).map(Path::of),
                        document.path(PLAIN_HTTP).asBoolean()));
    }

    private static Optional<String> text(JsonNode document, String member) {
        return Optional.of(document.path(member).asText()).filter(text -> !text.isEmpty());
    }
}
