package org.meshgate.cli.client.session;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.meshgate.cli.http.AccessToken;
import org.meshgate.cli.http.HttpSender;
import org.meshgate.cli.http.ServerBaseUrl;
import org.meshgate.cli.http.TrustedAuthorities;

/** Finds the server and the token: of the environment first, then of the login. */
public final class ServerAccess {

    /** Names the server. */
    public static final String SERVER = "MESHGATE_SERVER";

    /** Holds the token. */
    public static final String TOKEN = "MESHGATE_TOKEN";

    /** Names a file of trusted authorities. */
    public static final String CA_FILE = "MESHGATE_CA_FILE";

    /** Allows http to another host. */
    public static final String PLAIN_HTTP = "MESHGATE_PLAIN_HTTP";

    private final ObjectMapper json;
    private final CommandContext context;
    private final CredentialsFile file;

    public ServerAccess(ObjectMapper json, CommandContext context) {
        this.json = json;
        this.context = context;
        this.file = CredentialsFile.of(json, context.environment(), context.home());
    }

    /** The file of the login. */
    public CredentialsFile file() {
        return file;
    }

    /**
     * The server that a command calls.
     *
     * @throws ClientFailure when none is known, or its URL or the token cannot be used
     */
    public ApiSession open() {
        Optional<Credentials> login =
                environment(SERVER).isPresent() && environment(TOKEN).isPresent()
                        ? Optional.empty() // a broken file must not stop a script that does not need it
                        : file.read();
        String server = environment(SERVER)
                .or(() -> login.map(Credentials::server))
                .orElseThrow(() -> new ClientFailure(
                        ClientExit.TOKEN_REFUSED,
                        "Which server? Log in with 'meshgate login --server URL', or set " + SERVER + "."));
        URI url = url(SERVER, server);
        // The token of a login never goes to another server.
        Optional<Credentials> known =
                login.filter(kept -> ServerBaseUrl.of(url).equals(new ServerBaseUrl(kept.server())));
        AccessToken token = environment(TOKEN)
                .map(text -> AccessToken.parse(text.strip())
                        .orElseThrow(() -> new ClientFailure(ClientExit.TOKEN_REFUSED, TOKEN + " holds no token.")))
                .or(() -> known.map(Credentials::token))
                .orElse(AccessToken.none());
        requireSafe(url, plainHttp() || known.filter(Credentials::plainHttp).isPresent(), PLAIN_HTTP + "=true");
        return session(url, token, caFile().or(() -> known.flatMap(Credentials::caFile)));
    }

    /** A server by its URL. */
    public ApiSession session(URI url, AccessToken token, Optional<Path> caFile) {
        HttpSender sender =
                HttpSender.of(caFile.map(pem -> TrustedAuthorities.required("The file of authorities", pem)));
        return new ApiSession(sender, json, ServerBaseUrl.of(url), token, context);
    }

    /** The URL of the environment, if there is one. */
    public Optional<String> serverOfEnvironment() {
        return environment(SERVER);
    }

    /** The file of authorities that the environment names. */
    public Optional<Path> caFile() {
        return environment(CA_FILE).map(Path::of);
    }

    /** Whether the environment allows http to another host. */
    public boolean plainHttp() {
        return environment(PLAIN_HTTP).filter("true"::equalsIgnoreCase).isPresent();
    }

    /**
     * Refuses a server to which a token would go in clear text.
     *
     * @param how an option or a variable with which the user allows it
     */
    public static void requireSafe(URI url, boolean allowed, String how) {
        if (!allowed && ServerBaseUrl.isClearTextToAnotherHost(url)) {
            throw new ClientFailure(
                    ClientExit.FAILED,
                    url + " is http to another host: everybody between can read the token and the files. Use https, or"
                            + " give " + how + ".");
        }
    }

    /**
     * The URL of a server.
     *
     * @param source for the message
     */
    public static URI url(String source, String text) {
        return ServerBaseUrl.parse(text)
                .orElseThrow(
                        () -> new ClientFailure(
                                ClientExit.FAILED,
                                source
                                        + " must be http://HOST[:PORT][/PATH], or the same with https, and PORT at most 65535."));
    }

    private Optional<String> environment(String name) {
        return Optional.ofNullable(environment().get(name)).filter(text -> !text.isBlank());
    }

    private Map<String, String> environment() {
        return context.environment();
    }
}
