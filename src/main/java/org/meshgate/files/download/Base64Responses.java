package org.meshgate.files.download;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.files.ServedFile;
import org.meshgate.problem.FileMissingException;
import org.meshgate.problem.ProblemType;

/**
 * Responds with a {@link Base64Document} of a file, up to {@code limits.base64_download}. The document is encoded while
 * it is sent, with back-pressure, so that it needs no more memory than a plain download.
 */
@ApplicationScoped
public class Base64Responses {

    private static final double MEGABYTE = 1024 * 1024;

    /** Bytes per read. A multiple of three: each chunk but the last is encoded without a remainder. */
    private static final int CHUNK_SIZE = 48 * 1024;

    private static final String DATA_MEMBER = "\"base64_data\":\"";

    private final ObjectWriter json;
    private final Clock clock;
    private final long limit;

    Base64Responses(MeshgateConfig config, ObjectMapper mapper, Clock clock) {
        this.json = mapper.writer();
        this.clock = clock;
        this.limit = config.limits().base64Download().asLongValue();
    }

    /**
     * The response to GET and HEAD. The document differs on each request, so that {@code Range} and the caching
     * conditions have no effect.
     *
     * @param file as it was found for this request; bytes appended since then are left out
     * @param jobId the job that made the file
     * @param generationInfo the worker's notes about the generation
     * @return 200; fails with {@link ProblemType#FILE_TOO_LARGE_FOR_BASE64}, with PRECONDITION_FAILED (412), and with
     *     {@link FileMissingException} when the file was deleted meanwhile
     */
    public Uni<Response> answer(ServedFile file, String jobId, JsonNode generationInfo, RoutingContext request) {
        return Uni.createFrom().deferred(() -> {
            ConditionalRequest.requireMatch(file, request.request().headers());
            if (file.size() > limit) {
                throw ProblemType.FILE_TOO_LARGE_FOR_BASE64.exception(limit);
            }
            Base64Envelope envelope = envelope(file, jobId, generationInfo);
            long length = envelope.length();
            Response.ResponseBuilder response =
                    Response.ok().type(MediaType.APPLICATION_JSON_TYPE).header("Content-Length", length);
            if (request.request().method().equals(HttpMethod.HEAD)) {
                return Uni.createFrom().item(() -> response.entity(new byte[0]).build());
            }
            return FileResponses.open(file, new ByteRange.Part(0, file.size() - 1), CHUNK_SIZE, request)
                    .map(open -> response.entity(new FileBody(open, length, Optional.of(envelope)))
                            .build());
        });
    }

    private Base64Envelope envelope(ServedFile file, String jobId, JsonNode generationInfo) {
        byte[] document = json(new Base64Document(
                jobId,
                file.name(),
                file.contentType(),
                file.size() / MEGABYTE,
                "data:" + file.contentType() + ";base64,",
                generationInfo,
                clock.instant()));
        int split = endOfData(document);
        return new Base64Envelope(
                Arrays.copyOf(document, split), Arrays.copyOfRange(document, split, document.length), file.size());
    }

    private byte[] json(Base64Document document) {
        try {
            return json.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a base64 document is not JSON", e);
        }
    }

    /**
     * The offset of the closing quotation mark of the data member. Earlier members cannot contain its name, because
     * their quotation marks are escaped.
     */
    private static int endOfData(byte[] document) {
        String text = new String(document, StandardCharsets.ISO_8859_1); // one character per byte
        return text.indexOf('"', text.indexOf(DATA_MEMBER) + DATA_MEMBER.length());
    }
}
