package org.meshgate.files.download;

import io.smallrye.mutiny.Uni;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.FileSystemException;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.Optional;
import org.meshgate.files.ServedFile;
import org.meshgate.problem.FileMissingException;
import org.meshgate.problem.HttpProblemException;
import org.meshgate.problem.RangeNotSatisfiableException;

/**
 * Answers a request with a file: whole, in part (RFC 9110 section 14, one range), or 304 when the client has it already
 * (section 13). The file is open before the answer begins, so one that has vanished is a 404.
 */
@ApplicationScoped
public class FileResponses {

    /** Large enough that a fast client is not held up, small enough for hundreds of slow ones. */
    private static final int PIECE = 64 * 1024;

    /** The client may keep it, and asks each time whether it is still the same; nobody else may. */
    private static final String CACHE = "private, no-cache";

    /**
     * The answer to GET and HEAD. To be returned from a resource method that {@code @Produces("*}{@code /*")}.
     *
     * @param file as it was found for this request
     * @param filename under which the client wants to save it, as it was sent; it is cleaned here
     * @param headers of the route, such as {@code X-Job-ID}
     * @param request read for its method, {@code Range} and conditions
     * @return 200, 206 or 304; fails with {@link HttpProblemException} PRECONDITION_FAILED (412), with
     *     {@link RangeNotSatisfiableException}, and with {@link FileMissingException} when
     *     the file was deleted meanwhile
     */
    public Uni<Response> answer(
            ServedFile file, Optional<String> filename, Map<String, String> headers, RoutingContext request) {
        ConditionalRequest conditions =
                ConditionalRequest.of(file, request.request().headers());
        if (conditions.notModified()) {
            return Uni.createFrom().item(() -> described(Response.notModified(), conditions, headers, request)
                    .build());
        }
        boolean head = request.request().method().equals(HttpMethod.HEAD);
        ByteRange range = head ? new ByteRange.Whole() : conditions.range(); // a range of HEAD has no meaning
        if (range instanceof ByteRange.Unsatisfiable) {
            return Uni.createFrom().failure(() -> new RangeNotSatisfiableException(file.size()));
        }
        ByteRange.Part part = range instanceof ByteRange.Part some ? some : new ByteRange.Part(0, file.size() - 1);
        Response.ResponseBuilder response = described(
                        range instanceof ByteRange.Part ? Response.status(206) : Response.ok(),
                        conditions,
                        headers,
                        request)
                .type(file.contentType())
                .header(
                        "Content-Disposition",
                        ContentDisposition.disposition(ContentDisposition.cleaned(filename, file.name())))
                .header("Content-Length", part.length())
                .header("X-File-Size", file.size());
        if (range instanceof ByteRange.Part) {
            response.header("Content-Range", "bytes " + part.first() + "-" + part.last() + "/" + file.size());
        }
        if (head || part.length() == 0) {
            return Uni.createFrom().item(() -> response.entity(new byte[0]).build());
        }
        return open(file, part, PIECE, request).map(open -> response.entity(FileBody.plain(open, part.length()))
                .build());
    }

    private static Response.ResponseBuilder described(
            Response.ResponseBuilder response,
            ConditionalRequest conditions,
            Map<String, String> headers,
            RoutingContext request) {
        request.response().putHeader(HttpHeaders.CACHE_CONTROL, CACHE); // JAX-RS would add a second one
        headers.forEach(response::header);
        return response.header("Accept-Ranges", "bytes")
                .header("ETag", conditions.etag())
                .header("Last-Modified", conditions.lastModified());
    }

    /**
     * Opens a file for as long as the request lasts.
     *
     * @param piece how many bytes are read at a time
     * @return fails with {@link FileMissingException} when the file was deleted meanwhile
     */
    static Uni<AsyncFile> open(ServedFile file, ByteRange.Part part, int piece, RoutingContext request) {
        OpenOptions readOnly = new OpenOptions().setWrite(false).setCreate(false);
        return Uni.createFrom()
                .completionStage(() -> request.vertx()
                        .fileSystem()
                        .open(file.path().toString(), readOnly)
                        .map(open -> prepared(open, part, piece, request))
                        .toCompletionStage())
                .onFailure(FileSystemException.class)
                .transform(failure -> failure.getCause() instanceof NoSuchFileException
                                || failure.getCause() instanceof AccessDeniedException
                        ? new FileMissingException()
                        : failure);
    }

    private static AsyncFile prepared(AsyncFile file, ByteRange.Part part, int piece, RoutingContext request) {
        if (request.response().closed()) { // the client has gone: no end will be told any more
            file.close();
        } else {
            request.addEndHandler(end -> file.close());
        }
        return file.setReadBufferSize(piece).setReadPos(part.first()).setReadLength(part.length());
    }
}
