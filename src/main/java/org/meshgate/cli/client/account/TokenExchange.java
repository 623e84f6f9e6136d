package org.meshgate.cli.client.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import org.meshgate.cli.client.session.ApiSession;
import org.meshgate.cli.client.session.ClientExit;
import org.meshgate.cli.client.session.ClientFailure;
import org.meshgate.cli.http.AccessToken;
import org.meshgate.cli.http.ApiException;
import org.meshgate.cli.support.HostName;
import org.meshgate.cli.support.PrintableText;

/**
 * Exchanges a password for an API token with a name and few rights. The login token that the server gives first can do
 * everything that its user can, and has the same name on every machine; it ends at once.
 */
final class TokenExchange {

    private static final int DEFAULT_DAYS = 90;

    private final ApiSession anonymous;

    /** @param anonymous a session without a token */
    TokenExchange(ApiSession anonymous) {
        this.anonymous = anonymous;
    }

    /** @param days how long the token lives; by default 90, or as long as the server allows */
    NewToken exchange(String username, String password, Optional<Integer> days)
            throws IOException, InterruptedException {
        JsonNode login = anonymous.post(
                "users/login",
                anonymous.json().createObjectNode().put("username", username).put("password", password));
        ApiSession session = anonymous.with(token(login));
        try {
            JsonNode made = create(session, days);
            return new NewToken(
                    token(made),
                    PrintableText.text(login.path("user").path("username").asText(username)),
                    Optional.of(made.path("token_info").path("expires_at").asText(""))
                            .filter(time -> !time.isEmpty())
                            .map(PrintableText::text));
        } finally {
            end(session);
        }
    }

    private JsonNode create(ApiSession session, Optional<Integer> days) throws IOException, InterruptedException {
        ObjectNode request = session.json()
                .createObjectNode()
                .put(
                        "token_name",
                        "meshgate on " + HostName.of(session.context().environment()));
        request.putArray("scopes").add("jobs:read").add("jobs:write");
        request.put("expires_in_days", days.orElse(DEFAULT_DAYS));
        try {
            return session.post("users/tokens", request);
        } catch (ApiException.Refused refused) {
            if (days.isPresent() || !refused.isInvalid()) {
                throw refused;
            }
            request.remove("expires_in_days"); // the server allows less than the default
            return session.post("users/tokens", request);
        }
    }

    /** Revokes the token of a session, if the server can be reached. */
    static void end(ApiSession session) throws InterruptedException {
        try {
            session.post("users/logout", session.json().createObjectNode());
        } catch (IOException away) {
            // the user can revoke it later: the server lists it until it expires
        }
    }

    private AccessToken token(JsonNode answer) {
        return AccessToken.parse(answer.path("token").asText())
                .orElseThrow(() -> new ClientFailure(
                        ClientExit.FAILED, anonymous.server() + " answers a login without a token: is it Meshgate?"));
    }
}
