package org.meshgate.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.problem.BusyException;
import org.meshgate.problem.FileMissingException;
import org.meshgate.problem.FileTooLargeForBase64Exception;

/** Puts files into JSON documents, within {@code limits.base64_download} and the memory that there is. */
@ApplicationScoped
public class Base64Answers {

    private static final double MEGABYTE = 1024 * 1024;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    /** The bytes, the text of base64, and the document twice while it is written, all at once in memory. */
    private static final long COPIES = 6;

    private final FileWorkers workers;
    private final ObjectWriter json;
    private final Clock clock;
    private final long limit;
    private final AtomicLong inUse = new AtomicLong();

    /** How much memory may be such documents; no constant, which an image would bring from its builder. */
    private final long room = Runtime.getRuntime().maxMemory() / 2;

    Base64Answers(MeshgateConfig config, FileWorkers workers, ObjectMapper mapper, Clock clock) {
        this.workers = workers;
        this.json = mapper.writer();
        this.clock = clock;
        this.limit = config.limits().base64Download().asLongValue();
    }

    /**
     * A {@link Base64Document} of a file, as JSON. It is written on a thread for files, not by JAX-RS on an event loop.
     *
     * @param file as it was found for this request
     * @param jobId whose result it is
     * @param generationInfo what the worker tells of how it was made
     * @param request until whose end the document counts as being in memory
     * @return 200; fails with {@link FileTooLargeForBase64Exception}, with {@link BusyException} when other documents fill
     *     the memory, and with {@link FileMissingException} when the file was deleted meanwhile
     */
    public Uni<Response> answer(ServedFile file, String jobId, JsonNode generationInfo, RoutingContext request) {
        return Uni.createFrom().deferred(() -> {
            FileConditions.requireMatch(file, request.request().headers());
            if (file.size() > limit) {
                throw new FileTooLargeForBase64Exception(limit);
            }
            reserve(file.size() * COPIES, request);
            return workers.run(() -> json.writeValueAsBytes(document(file, jobId, generationInfo)))
                    .onFailure(NoSuchFileException.class)
                    .transform(gone -> new FileMissingException())
                    .map(document -> Response.ok(document, MediaType.APPLICATION_JSON_TYPE)
                            .build());
        });
    }

    private Base64Document document(ServedFile file, String jobId, JsonNode generationInfo) throws IOException {
        byte[] bytes = read(file);
        return new Base64Document(
                jobId,
                file.name(),
                file.contentType(),
                bytes.length / MEGABYTE,
                "data:" + file.contentType() + ";base64," + Base64.getEncoder().encodeToString(bytes),
                generationInfo,
                clock.instant());
    }

    /** Not more than was announced, should it have grown since. */
    private static byte[] read(ServedFile file) throws IOException {
        try (InputStream in = Files.newInputStream(file.path())) {
            return in.readNBytes((int) file.size());
        }
    }

    /** One alone is always admitted: the operator has set how large it may be. */
    private void reserve(long bytes, RoutingContext request) {
        long before = inUse.getAndAdd(bytes);
        if (before > 0 && before + bytes > room || request.response().closed()) {
            inUse.addAndGet(-bytes);
            throw new BusyException("Too many files are asked for as base64 at once.", RETRY_AFTER);
        }
        request.addEndHandler(end -> inUse.addAndGet(-bytes));
    }
}
