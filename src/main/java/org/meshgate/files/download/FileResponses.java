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
import org.meshgate.problem.ProblemType;

/**
 * Responds with a file: whole, in part (RFC 9110 section 14, one range), or 304 when the client has the current content
 * (section 13). The file is opened before the response begins, so that a file that has vanished is a 404.
 */
@ApplicationScoped
public class FileResponses {

    /** Bytes per read: large enough for fast clients, small enough for hundreds of slow ones. */
    private static final int CHUNK_SIZE = 64 * 1024;

    /** The client may cache the file but must revalidate it; shared caches may not store it. */
    private static final String CACHE_CONTROL = "private, no-cache";

    /**
     * The response to GET and HEAD, for a resource method that {@code @Produces("*}{@code /*")}.
     *
     * @param file as it was found for this request
     * @param filename the name that the client requests to save the file as; it is sanitized here
     * @param headers of the route, such as {@code X-Job-ID}
     * @param request the source of the method, {@code Range} and the conditional headers
     * @return 200, 206 or 304; fails with {@link HttpProblemException} PRECONDITION_FAILED (412), with
     *     {@link ProblemType#RANGE_NOT_SATISFIABLE}, and with {@link FileMissingException} when the file was deleted
     *     meanwhile
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
        ByteRange range = head ? new ByteRange.Whole() : conditions.range(); // Range is defined for GET only
        if (range instanceof ByteRange.Unsatisfiable) {
            return Uni.createFrom().failure(() -> HttpProblemException.rangeNotSatisfiable(file.size()));
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
                        ContentDisposition.disposition(ContentDisposition.sanitized(filename, file.name())))
                .header("Content-Length", part.length())
                .header("X-File-Size", file.size());
        if (range instanceof ByteRange.Part) {
            response.header("Content-Range", "bytes " + part.first() + "-" + part.last() + "/" + file.size());
        }
        if (head || part.length() == 0) {
            return Uni.createFrom().item(() -> response.entity(new byte[0]).build());
        }
        return open(file, part, CHUNK_SIZE, request).map(open -> response.entity(FileBody.plain(open, part.length()))
                .build());
    }

    private static Response.ResponseBuilder described(
            Response.ResponseBuilder response,
            ConditionalRequest conditions,
            Map<String, String> headers,
            RoutingContext request) {
        request.response().putHeader(HttpHeaders.CACHE_CONTROL, CACHE_CONTROL); // JAX-RS would add a second header
        headers.forEach(response::header);
        return response.header("Accept-Ranges", "bytes")
                .header("ETag", conditions.etag())
                .header("Last-Modified", conditions.lastModified());
    }

    /**
     * Opens a file and closes it when the request ends.
     *
     * @param chunkSize bytes per read
     * @return fails with {@link FileMissingException} when the file was deleted meanwhile
     */
    static Uni<AsyncFile> open(ServedFile file, ByteRange.Part part, int chunkSize, RoutingContext request) {
        OpenOptions readOnly = new OpenOptions().setWrite(false).setCreate(false);
        return Uni.createFrom()
                .completionStage(() -> request.vertx()
                        .fileSystem()
                        .open(file.path().toString(), readOnly)
                        .map(open -> prepared(open, part, chunkSize, request))
                        .toCompletionStage())
                .onFailure(FileSystemException.class)
                .transform(failure -> failure.getCause() instanceof NoSuchFileException
                                || failure.getCause() instanceof AccessDeniedException
                        ? new FileMissingException()
                        : failure);
    }

    private static AsyncFile prepared(AsyncFile file, ByteRange.Part part, int chunkSize, RoutingContext request) {
        if (request.response().closed()) { // the client has disconnected: the end handler would not be called
            file.close();
        } else {
            request.addEndHandler(end -> file.close());
        }
        return file.setReadBufferSize(chunkSize).setReadPos(part.first()).setReadLength(part.length());
    }
}
