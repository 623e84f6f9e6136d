package org.meshgate.http.session;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.List;

/**
 * Whether a browser sent a request for a page of this server or for another page (Fetch Metadata). {@code Sec-Fetch-Site}
 * decides where a browser sends it, else {@code Origin}. Over plain HTTP, browsers send neither with a GET; then
 * {@code Referer} decides, which no script can forge. Only programs that are no browser can forge these headers.
 */
public final class PageOrigin {

    private static final String FETCH_SITE = "Sec-Fetch-Site";
    private static final String SAME_ORIGIN = "same-origin";

    /** What browsers send for an address that a person typed. */
    private static final String NO_PAGE = "none";

    private PageOrigin() {}

    /** Whether the request shows that a page of this server made it. */
    public static boolean isOwnPage(HttpServerRequest request) {
        List<String> site = request.headers().getAll(FETCH_SITE);
        if (!site.isEmpty()) {
            return site.equals(List.of(SAME_ORIGIN));
        }
        List<String> origin = request.headers().getAll(HttpHeaders.ORIGIN);
        if (!origin.isEmpty()) {
            return origin.size() == 1 && isOwn(origin.get(0), request);
        }
        List<String> referer = request.headers().getAll(HttpHeaders.REFERER);
        return isReading(request.method()) && referer.size() == 1 && isOwnPage(referer.get(0), request);
    }

    /** Whether the request shows that a page of another server made it. A program that is no browser shows nothing. */
    public static boolean isOtherPage(HttpServerRequest request) {
        List<String> site = request.headers().getAll(FETCH_SITE);
        return site.isEmpty()
                ? request.headers().getAll(HttpHeaders.ORIGIN).stream().anyMatch(origin -> !isOwn(origin, request))
                : !site.equals(List.of(SAME_ORIGIN)) && !site.equals(List.of(NO_PAGE));
    }

    private static boolean isReading(HttpMethod method) {
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    }

    private static boolean isOwnPage(String url, HttpServerRequest request) {
        int path = url.indexOf('/', url.indexOf("//") + 2);
        return path > 0 && isOwn(url.substring(0, path), request);
    }

    /** Whether an {@code Origin} is the host that the request names, over either scheme: a proxy may end TLS. */
    public static boolean isOwn(String origin, HttpServerRequest request) {
        HostAndPort host = request.authority();
        return host != null && (origin.equals("http://" + host) || origin.equals("https://" + host));
    }
}
