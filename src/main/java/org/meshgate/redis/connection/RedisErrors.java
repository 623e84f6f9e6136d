package org.meshgate.redis.connection;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.meshgate.config.reader.ConfigException;
import org.meshgate.problem.StorageUnavailableException;
import org.meshgate.runtime.vertx.ErrorReply;

/** Turns Redis errors into messages with a remedy, for the operator. */
public final class RedisErrors {

    /** The text of Redis 6, after the line number of the script. */
    private static final String FORBIDDEN_IN_SCRIPT = "|^ERR .*The user executing the script can't run this command";

    /**
     * Error replies that mean that Redis is unavailable, not that the command was wrong. Redis 6 nests the error
     * reply to a command in a script, after a hyphen.
     */
    private static final Pattern NOT_SERVING = Pattern.compile(
            "(?:^|-)(?:ASK|BUSY|CLUSTERDOWN|CONNECTION_CLOSED|CROSSSLOT|LOADING|MASTERDOWN|MISCONF|MOVED"
                    + "|NOAUTH|NOPERM|NOREPLICAS|OOM|READONLY|TRYAGAIN|UNBLOCKED|WRONGPASS|ERR max number of clients"
                    + "|ERR Protocol error: unauthenticated)\\b" + FORBIDDEN_IN_SCRIPT);

    /**
     * Errors that reconnecting may resolve: this server is no longer the primary, has restarted, or is a node of a cluster
     * that has or gets rid of our keys.
     */
    private static final Pattern WRONG_SERVER = Pattern.compile(
            "(?:^|-)(?:ASK|CLUSTERDOWN|CONNECTION_CLOSED|LOADING|MASTERDOWN|MOVED|READONLY|TRYAGAIN)\\b");

    private static final Pattern FORBIDDEN = Pattern.compile("(?:^|-)NOPERM\\b" + FORBIDDEN_IN_SCRIPT);

    /** Only the first word of an error reply: the rest can repeat the command, such as a password. */
    private static final Pattern CODE = Pattern.compile("[A-Z]{2,32}(?:_[A-Z]{2,32})?\\b");

    /** The reply of SELECT for a database number out of range. */
    private static final Pattern NO_SUCH_DATABASE =
            Pattern.compile("^ERR (?:DB index is out of range|invalid DB index)");

    private static final Pattern NO_DATABASES = Pattern.compile("^ERR SELECT is not allowed in cluster mode");

    private static final Pattern OF_A_SCRIPT = Pattern.compile("-(READONLY|OOM|NOPERM|MISCONF|NOREPLICAS)\\b");

    private record Explanation(Predicate<Throwable> fits, String words) {
        public static Explanation of(Class<? extends Throwable> type, String words) {
            return new Explanation(type::isInstance, words);
        }
    }

    /** The most specific first. */
    private static final List<Explanation> EXPLANATIONS = List.of(
            Explanation.of(CertificateExpiredException.class, "its certificate has expired"),
            Explanation.of(CertificateNotYetValidException.class, "its certificate is not valid yet"),
            Explanation.of(CertPathBuilderException.class, "its certificate is by an authority that is not trusted"),
            Explanation.of(CertPathValidatorException.class, "its certificate is by an authority that is not trusted"),
            // the JDK has no exception type for it
            new Explanation(
                    failure -> failure instanceof CertificateException && says(failure, "No (name|subject) .*"),
                    "its certificate is for another host name"),
            new Explanation(
                    failure -> failure instanceof SSLException && says(failure, ".*certificate_required.*"),
                    "it asks for a certificate of the client"),
            new Explanation(
                    failure -> failure instanceof SSLException && says(failure, ".*[Nn]ot an SSL/TLS record.*"),
                    "it does not speak TLS on that port"),
            Explanation.of(UnknownHostException.class, "its host name cannot be resolved"),
            Explanation.of(ConnectException.class, "nothing listens there"));

    private RedisErrors() {}

    /** A short description without secrets and without the address, which can hold a password. */
    public static String of(Throwable failure) {
        List<Throwable> causes = Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .toList();
        for (Throwable cause : causes) {
            if (cause instanceof StorageUnavailableException told) {
                return told.reason();
            }
            if (cause instanceof ConfigException) {
                return cause.getMessage();
            }
            if (ErrorReply.matches(cause)) {
                return reply(cause);
            }
        }
        return explained(causes).orElseGet(() -> other(causes));
    }

    /** Whether a reply means that Redis is unavailable for any command. */
    static boolean notServing(Throwable error) {
        return NOT_SERVING.matcher(String.valueOf(error.getMessage())).find();
    }

    /** Whether a reply means that reconnecting may help. */
    static boolean wrongServer(Throwable error) {
        return WRONG_SERVER.matcher(String.valueOf(error.getMessage())).find();
    }

    /** Whether the Redis user lacks permission for the command, or for one in the script. */
    static boolean forbidden(Throwable error) {
        return FORBIDDEN.matcher(String.valueOf(error.getMessage())).find();
    }

    private static Optional<String> explained(List<Throwable> causes) {
        return EXPLANATIONS.stream()
                .filter(explanation -> causes.stream().anyMatch(explanation.fits))
                .map(Explanation::words)
                .findFirst();
    }

    private static String other(List<Throwable> causes) {
        for (Throwable cause : causes) {
            if (cause instanceof SSLException) {
                return "TLS failed: " + cause.getClass().getSimpleName();
            }
            if (cause instanceof TimeoutException) {
                return "no answer in time";
            }
        }
        return causes.get(causes.size() - 1).getClass().getSimpleName();
    }

    private static boolean says(Throwable failure, String pattern) {
        return String.valueOf(failure.getMessage()).matches("(?s)" + pattern);
    }

    private static String reply(Throwable error) {
        String message = String.valueOf(error.getMessage());
        if (NO_SUCH_DATABASE.matcher(message).find()) {
            return "it has no database with the number in redis_url, most servers have 0 to 15";
        }
        if (NO_DATABASES.matcher(message).find()) {
            return "it is a cluster, which has database 0 alone: take the number out of redis_url";
        }
        Matcher inside = OF_A_SCRIPT.matcher(message);
        Matcher code = CODE.matcher(message);
        String word = inside.find() ? inside.group(1) : code.lookingAt() ? code.group() : "an error";
        return switch (word) {
            case "NOAUTH" -> "it wants a password";
            case "WRONGPASS" -> "user or password is wrong";
            case "NOPERM" -> "its user may not do that";
            case "LOADING" -> "it is still loading its data";
            case "READONLY" -> "it is a replica, which takes no changes";
            case "MOVED" -> "another node of the cluster has the keys";
            case "ASK", "TRYAGAIN" -> "the keys are on their way to another node of the cluster";
            case "CLUSTERDOWN" -> "the cluster is down";
            case "CROSSSLOT" -> "it is a cluster, and redis.key_prefix has no hash tag";
            case "CONNECTION_CLOSED" -> "it closed the connection";
            default -> "it answered " + word;
        };
    }
}
