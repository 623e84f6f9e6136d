import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Revokes tokens on one replica and tries them on another, for revocation.sh:
 * {@code BENCH_TOKEN=... java Revocation.java FIRST SECOND TRIES}, where FIRST and SECOND are the base URLs.
 *
 * <p>Prints {@code REVOCATION p50 p99 longest late}: for how many milliseconds after the answer to the revocation the second
 * replica went on to accept the token (0 when it never did), and in how many tries it did at all.
 */
public final class Revocation {

    private static final Pattern TOKEN = Pattern.compile("\"token\":\"(p3d_[^\"]+)\"");
    private static final long LIMIT_NANOS = 60_000_000_000L;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String first;
    private final String second;
    private final String token;

    private Revocation(String first, String second, String token) {
        this.first = first;
        this.second = second;
        this.token = token;
    }

    public static void main(String[] args) throws Exception {
        Revocation bench = new Revocation(args[0], args[1], System.getenv("BENCH_TOKEN"));
        double[] delays = new double[Integer.parseInt(args[2])];
        int late = 0;
        for (int i = 0; i < delays.length; i++) {
            delays[i] = bench.revokeOne() / 1e6;
            late += delays[i] > 0 ? 1 : 0;
        }
        Arrays.sort(delays);
        System.out.printf(
                java.util.Locale.ROOT,
                "REVOCATION %.3f %.3f %.3f %d%n",
                delays[delays.length / 2],
                delays[(int) Math.ceil(delays.length * 0.99) - 1],
                delays[delays.length - 1],
                late);
    }

    /** Nanoseconds from the answer to the revocation to the last request after it that was accepted; 0 when none was. */
    private long revokeOne() throws IOException, InterruptedException {
        HttpResponse<String> made = send(request(first, "/api/v1/users/tokens", token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"token_name\":\"revoked soon\"}")));
        Matcher found = TOKEN.matcher(made.body());
        if (!found.find()) {
            throw new IllegalStateException("no token: " + made.statusCode());
        }
        String shortLived = found.group(1);
        for (int use = 0; use < 2; use++) {
            if (use(shortLived) != 200) {
                throw new IllegalStateException("a new token is refused");
            }
        }
        HttpResponse<String> revoked =
                send(request(first, "/api/v1/users/tokens/" + shortLived, token).DELETE());
        long answered = System.nanoTime();
        if (revoked.statusCode() != 200) {
            throw new IllegalStateException("revocation: " + revoked.statusCode());
        }
        long accepted = 0;
        while (true) {
            long sent = System.nanoTime();
            int status = use(shortLived);
            if (status == 401) {
                return accepted;
            }
            if (status != 200 || sent - answered > LIMIT_NANOS) {
                throw new IllegalStateException("after the revocation: " + status);
            }
            accepted = Math.max(1, sent - answered);
        }
    }

    private int use(String shortLived) throws IOException, InterruptedException {
        return send(request(second, "/api/v1/users/me", shortLived).GET()).statusCode();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String base, String path, String bearer) {
        return HttpRequest.newBuilder(URI.create(base + path)).header("Authorization", "Bearer " + bearer);
    }
}
