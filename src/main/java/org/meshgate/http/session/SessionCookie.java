package org.meshgate.http.session;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.meshgate.http.PublicUrl;

/**
 * The cookie that holds the login token of a browser. Scripts cannot read it, and browsers send it with requests of this
 * site only. It counts on requests of this server's own pages alone, and never beside an {@code Authorization} header. Over
 * HTTPS its name has the prefix {@code __Host-}, with which no other host and no plain HTTP can set it (RFC 6265bis).
 */
@ApplicationScoped
public class SessionCookie {

    private static final String NAME = "meshgate";
    private static final String SECURE_NAME = "__Host-" + NAME;
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]+");

    private final PublicUrl publicUrl;
    private final Clock clock;

    SessionCookie(PublicUrl publicUrl, Clock clock) {
        this.publicUrl = publicUrl;
        this.clock = clock;
    }

    /** The token in the cookie; empty where it does not count, or where two cookies differ. */
    public Optional<String> token(HttpServerRequest request) {
        if (request.headers().contains(HttpHeaders.AUTHORIZATION) || !PageOrigin.isOwnPage(request)) {
            return Optional.empty();
        }
        Optional<String> secure = only(SECURE_NAME, request);
        return secure.isPresent() || isSecure(request) ? secure : only(NAME, request);
    }

    /**
     * Adds the cookie to the response.
     *
     * @param expiry when the token ends; absent for a cookie that ends with the browser
     */
    public void set(String token, Optional<Instant> expiry, HttpServerRequest request) {
        boolean secure = isSecure(request);
        Cookie cookie = cookie(secure, token);
        expiry.ifPresent(end -> cookie.setMaxAge(
                Math.max(0, Duration.between(clock.instant(), end).toSeconds())));
        request.response().addCookie(cookie);
    }

    /** Removes each session cookie that the request carries. */
    public void clear(HttpServerRequest request) {
        if (values(SECURE_NAME, request).findAny().isPresent()) {
            request.response().addCookie(cookie(true, "").setMaxAge(0));
        }
        if (values(NAME, request).findAny().isPresent()) {
            request.response().addCookie(cookie(false, "").setMaxAge(0));
        }
    }

    /**
     * Whether the browser reaches this server over HTTPS. It names its own scheme in {@code Origin}, else in
     * {@code Referer}, also behind a proxy that ends TLS.
     */
    private boolean isSecure(HttpServerRequest request) {
        String page = Optional.ofNullable(request.getHeader(HttpHeaders.ORIGIN))
                .or(() -> Optional.ofNullable(request.getHeader(HttpHeaders.REFERER)))
                .orElse("");
        return page.startsWith("https://") || publicUrl.isSecure(request);
    }

    private static Cookie cookie(boolean secure, String value) {
        return Cookie.cookie(secure ? SECURE_NAME : NAME, value)
                .setPath("/")
                .setHttpOnly(true)
                .setSecure(secure)
                .setSameSite(CookieSameSite.STRICT);
    }

    private static Optional<String> only(String name, HttpServerRequest request) {
        List<String> values = values(name, request).distinct().toList();
        return values.size() == 1
                ? values.stream()
                        .filter(value -> TOKEN.matcher(value).matches())
                        .findFirst()
                : Optional.empty();
    }

    /** All values, undecoded. Vert.x would drop all but one of the same name, and so hide one that was planted. */
    private static Stream<String> values(String name, HttpServerRequest request) {
        return request.headers().getAll(HttpHeaders.COOKIE).stream()
                .flatMap(header -> Stream.of(header.split(";")))
                .map(String::strip)
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> pair.substring(name.length() + 1));
    }
}
