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
 * Answers a request with a {@link Base64Document} of a file, up to {@code limits.base64_download}. The document is encoded
 * while it is sent, with back-pressure, so it needs no more memory than the file itself would.
 */
@ApplicationScoped
public class Base64Responses {

    private static final double MEGABYTE = 1024 * 1024;

    /** A multiple of three: each piece but the last is encoded without a remainder. */
    private static final int PIECE = 48 * 1024;

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
     * The answer to GET and HEAD. There is one representation per request, so {@code Range} and conditions have no effect.
     *
     * @param file as it was found for this request; should it have grown since, what was added is left out
     * @param jobId whose result it is
     * @param generationInfo what the worker tells of how it was made
     * @return 200; fails with {@link ProblemType#FILE_TOO_LARGE_FOR_BASE64}, and with {@link FileMissingException} when the file
     *     was deleted meanwhile
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
            return FileResponses.open(file, new ByteRange.Part(0, file.size() - 1), PIECE, request)
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

    /** Before its closing quotation mark. The texts of earlier members cannot hold the name: their quotation marks are escaped. */
    private static int endOfData(byte[] document) {
        String text = new String(document, StandardCharsets.ISO_8859_1); // one character per byte
        return text.indexOf('"', text.indexOf(DATA_MEMBER) + DATA_MEMBER.length());
    }
}
