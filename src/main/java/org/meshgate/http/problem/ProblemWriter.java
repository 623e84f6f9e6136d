package org.meshgate.http.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import org.meshgate.http.RequestInfo;
import org.meshgate.http.RequestPathRedactor;
import org.meshgate.problem.ProblemException;
import org.meshgate.problem.ProblemType;

/** Writes the problem document of a failure, for JAX-RS and Vert.x routes. */
@ApplicationScoped
public class ProblemWriter {

    private static final String MEDIA_TYPE = "application/problem+json";
    private static final String CHALLENGE = "Bearer realm=\"meshgate\"";

    private final ObjectMapper mapper;
    private final Event<ProblemSent> observers;

    ProblemWriter(ObjectMapper mapper, Event<ProblemSent> observers) {
        this.mapper = mapper;
        this.observers = observers;
    }

    /** The response of a JAX-RS route. */
    Response response(ProblemException problem, RoutingContext context) {
        Response.ResponseBuilder response =
                Response.status(problem.type().status()).entity(body(problem, context));
        headers(problem).forEach(response::header);
        return response.build();
    }

    /** Responds on a Vert.x route. */
    public void end(ProblemException problem, RoutingContext context) {
        if (context.response().ended()) {
            return;
        }
        if (context.response().headWritten()) {
            context.request().connection().close();
            return;
        }
        if (!context.response().headers().contains(RequestInfo.HEADER)) { // refused before its first route
            context.response().putHeader(RequestInfo.HEADER, RequestInfo.begin(context));
        }
        context.response().setStatusCode(problem.type().status());
        headers(problem).forEach(context.response()::putHeader);
        context.response().end(Buffer.buffer(body(problem, context)));
    }

    private byte[] body(ProblemException problem, RoutingContext context) {
        observers.fire(new ProblemSent(problem, context));
        ProblemType type = problem.type();
        try {
            return mapper.writeValueAsBytes(new ProblemDocument(
                    type.uri(),
                    type.title(),
                    type.status(),
                    problem.getMessage(),
                    RequestPathRedactor.of(context.request().path()),
                    type.name(),
                    problem.getMessage(),
                    RequestInfo.id(context),
                    problem.fieldErrors(),
                    problem.budget()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem document is not JSON", e);
        }
    }

    private static Map<String, String> headers(ProblemException problem) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", MEDIA_TYPE);
        headers.putAll(problem.headers());
        problem.retryAfter()
                .ifPresent(wait -> headers.put("Retry-After", Long.toString(Math.max(1, wait.toSeconds()))));
        if (problem.type().status() == 401) {
            headers.put("WWW-Authenticate", challenge(problem));
        }
        return headers;
    }

    /** RFC 6750 section 3.1: a request without a token gets no error code. */
    private static String challenge(ProblemException problem) {
        return switch (problem.type()) {
            case INVALID_TOKEN, TOKEN_EXPIRED ->
                CHALLENGE + ", error=\"invalid_token\", error_description=\"" + problem.getMessage() + "\"";
            default -> CHALLENGE;
        };
    }
}
