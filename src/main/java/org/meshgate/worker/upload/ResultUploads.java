package org.meshgate.worker.upload;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import org.jboss.logging.Logger;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.files.DiskFailures;
import org.meshgate.files.FileExecutor;
import org.meshgate.files.spool.BodySpooler;
import org.meshgate.http.ClientAddressResolver;
import org.meshgate.http.ConcurrencyLimiter;
import org.meshgate.http.body.BodyDrainer;
import org.meshgate.http.body.ContentLength;
import org.meshgate.jobs.dispatch.HeldJob;
import org.meshgate.jobs.dispatch.JobDispatcher;
import org.meshgate.problem.BusyException;
import org.meshgate.problem.HttpProblemException;
import org.meshgate.problem.ProblemException;
import org.meshgate.problem.ProblemType;
import org.meshgate.problem.ValidationFailedException;

/** Receives the files of attempts. Several servers may share {@code storage.outputs}. */
@ApplicationScoped
public class ResultUploads {

    private static final Logger LOG = Logger.getLogger(ResultUploads.class);

    private static final String NAME = "name";

    /** Maximum number of concurrent uploads in this process. */
    private static final int MAX_UPLOADS = 128;

    private static final int MAX_PER_ACCOUNT = 64;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final JobDispatcher dispatcher;
    private final StagingFolder folder;
    private final ResultFormats formats;
    private final FileExecutor executor;
    private final ClientAddressResolver clients;
    private final Clock clock;
    private final long limit;
    private final ConcurrencyLimiter slots = new ConcurrencyLimiter(MAX_UPLOADS, MAX_PER_ACCOUNT, MAX_PER_ACCOUNT);

    ResultUploads(
            JobDispatcher dispatcher,
            StagingFolder folder,
            ResultFormats formats,
            FileExecutor executor,
            ClientAddressResolver clients,
            Clock clock,
            MeshgateConfig config) {
        this.dispatcher = dispatcher;
        this.folder = folder;
        this.formats = formats;
        this.executor = executor;
        this.clients = clients;
        this.clock = clock;
        this.limit = config.limits().result().asLongValue();
    }

    /**
     * A stored file.
     *
     * @param sha256 in hexadecimal
     * @param isNew false when the attempt had the same file before
     */
    public record Stored(String name, long size, String sha256, boolean isNew) {}

    /**
     * Reads the request body and stores it for an attempt. The body must be unread.
     *
     * @param name as the client wrote it, any text
     * @return fails with BAD_REQUEST (400) for a part of a file, LEASE_LOST before and after the body, VALIDATION_FAILED (422) for a bad name, an empty file, a
     *     digest or content that does not fit, FILE_EXISTS and TOO_MANY_FILES (409), BODY_TOO_LARGE (413), BUSY (503),
     *     DISK_FULL (507)
     */
    public Uni<Stored> receive(HeldJob job, String name, RoutingContext routing) {
        try {
            HttpServerRequest request = routing.request();
            if (request.headers().contains(HttpHeaders.CONTENT_RANGE)) { // RFC 9110, section 14.5
                throw HttpProblemException.badRequest("A file is uploaded whole, without Content-Range.");
            }
            ResultFileName file = ResultFileName.of(name, NAME);
            formats.requireKnown(file, NAME);
            ReprDigest digest = ReprDigest.of(request.headers().getAll(ReprDigest.HEADER));
            long announced = ContentLength.of(request);
            if (announced > limit) {
                throw HttpProblemException.fileTooLarge(limit);
            }
            Attempt attempt = Attempt.of(job).orElseThrow(ProblemType.LEASE_LOST::exception);
            String network = clients.of(routing).network();
            if (!slots.enter(job.account(), network)) {
                throw new BusyException("Too many results are being uploaded.", RETRY_AFTER);
            }
            return dispatcher
                    .requireLease(job)
                    .chain(() -> executor.run(() -> folder.create(attempt, file, announced)))
                    .onFailure()
                    .invoke(refused -> BodyDrainer.discardAfterAnswer(routing))
                    .chain(staged -> new BodySpooler(routing, staged, limit, executor, clock)
                            .spool()
                            .chain(size -> accept(job, attempt, file, staged, size, digest)))
                    // the end of the attempt deletes its folder
                    .onFailure(ResultUploads::isVanished)
                    .recoverWithUni(vanished -> dispatcher.requireLease(job).chain(() -> Uni.createFrom()
                            .failure(vanished)))
                    .onFailure()
                    .transform(DiskFailures::problem)
                    .onTermination()
                    .invoke(() -> slots.leave(job.account(), network));
        } catch (ProblemException refused) {
            BodyDrainer.discardAfterAnswer(routing);
            throw refused;
        }
    }

    private static boolean isVanished(Throwable failure) {
        return failure instanceof NoSuchFileException || failure instanceof FileAlreadyExistsException;
    }

    private Uni<Stored> accept(
            HeldJob job, Attempt attempt, ResultFileName name, StagedFile staged, long size, ReprDigest digest) {
        return executor.run(() -> {
                    byte[] sha256 = staged.finish();
                    digest.require(sha256);
                    if (size == 0) {
                        throw new ValidationFailedException("file", "must not be empty");
                    }
                    formats.check(staged.path(), name, "file");
                    return HexFormat.of().formatHex(sha256);
                })
                .call(() -> dispatcher.requireLease(job))
                .chain(sha256 ->
                        executor.run(() -> new Stored(name.text(), size, sha256, folder.accept(staged, attempt, name))))
                .onFailure()
                .call(refused -> discard(staged));
    }

    private Uni<Void> discard(StagedFile file) {
        return executor.run(() -> {
                    file.discard();
                    return file;
                })
                .onFailure()
                .invoke(failure -> LOG.debugf("A refused result stays until it is swept: %s", failure))
                .onFailure()
                .recoverWithItem(file)
                .replaceWithVoid();
    }
}
