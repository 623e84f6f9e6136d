package org.meshgate.http;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the request header {@code Prefer} (RFC 7240). */
public final class PreferHeader {

    public static final String NAME = "Prefer";

    /** The response header that names the preferences which were applied. */
    public static final String APPLIED = "Preference-Applied";

    /** The value of {@link #APPLIED} for strict handling. */
    public static final String STRICT = "handling=strict";

    /** Quotes are optional for a token, and no client quotes a number. */
    private static final Pattern WHOLE_SECONDS = Pattern.compile("[0-9]{1,5}");

    private PreferHeader() {}

    /**
     * Whether the client requests strict handling: errors instead of best-effort processing (section 4.4). Of a
     * repeated preference the first counts (section 2); one with no value or another value is ignored.
     *
     * @param headers the values of all {@code Prefer} headers, in their order
     */
    public static boolean isStrict(List<String> headers) {
        return value(headers, "handling")
                .filter(value -> value.equals("strict") || value.equals("\"strict\""))
                .isPresent();
    }

    /**
     * How long the client prefers to wait for the outcome (section 4.3); absent without a preference of whole seconds.
     *
     * @param headers the values of all {@code Prefer} headers, in their order
     */
    public static Optional<Duration> waitTime(List<String> headers) {
        return value(headers, "wait")
                .filter(value -> WHOLE_SECONDS.matcher(value).matches())
                .map(value -> Duration.ofSeconds(Integer.parseInt(value)));
    }

    private static Optional<String> value(List<String> headers, String name) {
        return headers.stream()
                .flatMap(header -> Arrays.stream(header.split(",")))
                .map(preference -> preference.split(";", 2)[0].split("=", 2))
                .filter(pair -> pair[0].strip().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .flatMap(pair -> pair.length == 2 ? Optional.of(pair[1].strip()) : Optional.empty());
    }
}
