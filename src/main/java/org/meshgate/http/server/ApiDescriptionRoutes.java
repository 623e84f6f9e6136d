package org.meshgate.http.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.meshgate.runtime.vertx.ApiDescription;

/**
 * The API description and the page that shows it. Quarkus generates both; this class removes the indentation of the
 * description, half of its size, and makes all URLs of the page relative, so that it works below the path prefix of a
 * proxy.
 */
@ApplicationScoped
public class ApiDescriptionRoutes {

    private static final String PAGE = "/docs";
    private static final String PAGE_FILE = "/api-docs.html";

    /** Runs before the routes of Quarkus with the same paths. */
    private static final int BEFORE_QUARKUS = -1;

    private final ApiDescription document;
    private final Buffer page;
    private volatile Buffer description;

    ApiDescriptionRoutes(ApiDescription document) {
        this.document = document;
        this.page = readPage();
    }

    void register(@Observes Router router) {
        router.route("/openapi.json")
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(context -> end("application/json", description(), context));
        router.route(PAGE)
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .order(BEFORE_QUARKUS)
                .handler(this::page);
    }

    private void page(RoutingContext context) {
        if (context.normalizedPath().equals(PAGE)) {
            context.response()
                    .setStatusCode(302)
                    .putHeader(HttpHeaders.LOCATION, PAGE.substring(1) + "/") // relative (RFC 9110 section 10.2.2)
                    .end();
        } else {
            end("text/html; charset=UTF-8", page, context);
        }
    }

    private static void end(String type, Buffer body, RoutingContext context) {
        context.response().putHeader(HttpHeaders.CONTENT_TYPE, type).end(body);
    }

    private Buffer description() {
        Buffer known = description;
        if (known == null) {
            known = Buffer.buffer(compact(document.json()));
            description = known;
        }
        return known;
    }

    private static byte[] compact(byte[] json) {
        JsonFactory factory = new JsonFactory();
        ByteArrayOutputStream compact = new ByteArrayOutputStream(json.length / 2);
        try (JsonParser in = factory.createParser(json);
                JsonGenerator out = factory.createGenerator(compact)) {
            in.nextToken();
            out.copyCurrentStructure(in);
        } catch (IOException e) {
            throw new UncheckedIOException("the API description is not JSON", e);
        }
        return compact.toByteArray();
    }

    private static Buffer readPage() {
        try (InputStream file = ApiDescriptionRoutes.class.getResourceAsStream(PAGE_FILE)) {
            return Buffer.buffer(file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
