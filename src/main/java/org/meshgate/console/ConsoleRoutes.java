package org.meshgate.console;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.function.Consumer;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.console.ConsoleFile.Representation;
import org.meshgate.http.AcceptHeader;
import org.meshgate.http.EntityTags;
import org.meshgate.http.body.BodyDrainer;
import org.meshgate.http.problem.ProblemWriter;
import org.meshgate.problem.HttpProblemException;

/**
 * Serves the console below {@code /console/}, and sends browsers there that ask for {@code /}. All URLs are relative, so
 * that the console works below the path prefix of a proxy.
 */
@ApplicationScoped
class ConsoleRoutes {

    private static final String FOLDER = "/console/";
    private static final String FIRST_PAGE = "index.html";
    private static final String NOT_FOUND_PAGE = "404.html";
    private static final String HTML = "text/html";
    private static final String GZIP = "gzip";

    /** Runs before the routes of Quarkus and JAX-RS with the same paths. */
    private static final int FIRST = -1;

    private final boolean on;
    private final ConsoleFiles files;
    private final ProblemWriter problems;

    ConsoleRoutes(MeshgateConfig config, ConsoleFiles files, ProblemWriter problems) {
        this.on = config.server().console();
        this.files = files;
        this.problems = problems;
    }

    void register(@Observes Router router) {
        if (on) {
            router.route("/").order(FIRST).handler(this::root);
            router.route(FOLDER + "*").order(FIRST).handler(this::console);
        } else { // Quarkus would serve the files, without our headers
            router.route(FOLDER + "*").order(FIRST).handler(this::off);
        }
    }

    private void off(RoutingContext context) {
        BodyDrainer.discardAfterAnswer(context);
        problems.end(HttpProblemException.notFound(), context);
    }

    private void root(RoutingContext context) {
        if (!isReading(context)) {
            context.next();
            return;
        }
        context.response().headers().add(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        if (AcceptHeader.names(HTML, context.request())) {
            redirect(FOLDER.substring(1), context);
        } else {
            context.next();
        }
    }

    private void console(RoutingContext context) {
        if (!isReading(context)) {
            BodyDrainer.discardAfterAnswer(context);
            context.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
            problems.end(HttpProblemException.methodNotAllowed(), context);
            return;
        }
        String path = context.normalizedPath();
        if (!path.startsWith(FOLDER)) {
            redirect(FOLDER.substring(1), context);
            return;
        }
        String name = path.substring(FOLDER.length());
        read(name.isEmpty() ? FIRST_PAGE : name, context, found -> {
            if (found.isPresent()) {
                send(name, found.get(), context);
            } else {
                notFound(name, context);
            }
        });
    }

    /** Redirects to a relative reference (RFC 9110 section 10.2.2). */
    private static void redirect(String location, RoutingContext context) {
        context.response()
                .setStatusCode(302)
                .putHeader(HttpHeaders.LOCATION, location)
                .end();
    }

    private void read(String name, RoutingContext context, Consumer<Optional<ConsoleFile>> then) {
        Optional<ConsoleFile> known = files.known(name);
        if (known.isPresent() || !ConsoleFiles.mayExist(name)) {
            then.accept(known);
        } else {
            context.vertx()
                    .executeBlocking(() -> files.read(name), false)
                    .onFailure(context::fail)
                    .onSuccess(then::accept);
        }
    }

    private static void send(String name, ConsoleFile file, RoutingContext context) {
        HttpServerRequest request = context.request();
        HttpServerResponse response = context.response();
        Optional<Representation> gzip = file.gzip().filter(coded -> AcceptHeader.acceptsCoding(GZIP, request));
        Representation sent = gzip.orElse(file.plain());
        ConsoleHeaders.put(name, response);
        response.putHeader(HttpHeaders.CONTENT_TYPE, file.mediaType())
                .putHeader(HttpHeaders.ETAG, sent.entityTag())
                .putHeader(
                        HttpHeaders.CACHE_CONTROL,
                        file.versioned() ? "public, max-age=31536000, immutable" : "no-cache");
        response.headers().add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        if (EntityTags.matchWeakly(request.headers().getAll(HttpHeaders.IF_NONE_MATCH), file::matches)) {
            response.setStatusCode(304).end();
            return;
        }
        gzip.ifPresent(coded -> response.putHeader(HttpHeaders.CONTENT_ENCODING, GZIP));
        end(sent.content(), context);
    }

    private void notFound(String name, RoutingContext context) {
        context.response().headers().add(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        if (!AcceptHeader.names(HTML, context.request())) {
            problems.end(HttpProblemException.notFound(), context);
            return;
        }
        read(NOT_FOUND_PAGE, context, page -> {
            ConsoleFile file = page.orElseThrow(() -> new IllegalStateException(NOT_FOUND_PAGE + " is missing"));
            ConsoleHeaders.put(NOT_FOUND_PAGE, context.response());
            context.response().setStatusCode(404).putHeader(HttpHeaders.CONTENT_TYPE, file.mediaType());
            end(Buffer.buffer(fromFolder(name, file.plain().content().toString())), context);
        });
    }

    /** The page with its relative links as they are from the folder of another path. */
    private static String fromFolder(String name, String page) {
        int depth = (int) name.chars().filter(letter -> letter == '/').count();
        return page.replace("href=\"", "href=\"" + "../".repeat(depth));
    }

    private static void end(Buffer content, RoutingContext context) {
        if (context.request().method().equals(HttpMethod.HEAD)) {
            context.response()
                    .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(content.length()))
                    .end();
        } else {
            context.response().end(content);
        }
    }

    private static boolean isReading(RoutingContext context) {
        HttpMethod method = context.request().method();
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    }
}
