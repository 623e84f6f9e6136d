package org.meshgate.worker.upload;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jboss.logging.Logger;
import org.meshgate.files.DiskFailures;
import org.meshgate.files.FileExecutor;
import org.meshgate.jobs.WorkerInputs;
import org.meshgate.jobs.dispatch.HeldJob;
import org.meshgate.jobs.dispatch.JobDispatcher;
import org.meshgate.jobs.record.JobRecord;
import org.meshgate.jobs.record.JobStatus;
import org.meshgate.jobs.record.RecordPathRedactor;
import org.meshgate.problem.ProblemException;
import org.meshgate.problem.ProblemType;
import org.meshgate.problem.ValidationFailedException;

/**
 * Completes jobs with uploaded files. The files are moved to where the GPU scheduler of 3DAIGC-API puts results, under
 * names of job and attempt, before the job is completed, so that a call that is repeated after a crash finds them there.
 */
@ApplicationScoped
public class JobResults {

    private static final Logger LOG = Logger.getLogger(JobResults.class);

    private static final String RESULT = "result";
    private static final String THUMBNAIL = "thumbnail";

    private final JobDispatcher dispatcher;
    private final WorkerInputs jobs;
    private final StagingFolder folder;
    private final FileExecutor executor;

    JobResults(JobDispatcher dispatcher, WorkerInputs jobs, StagingFolder folder, FileExecutor executor) {
        this.dispatcher = dispatcher;
        this.jobs = jobs;
        this.folder = folder;
        this.executor = executor;
    }

    /**
     * What a worker says of its result.
     *
     * @param result the name of the main file; absent for a job that makes none
     * @param thumbnail the name of an image of it
     * @param info about the generation
     */
    public record Outcome(
            Optional<String> result, Optional<String> thumbnail, Optional<ObjectNode> info, OptionalDouble seconds) {}

    /**
     * Completes a job.
     *
     * @return COMPLETED or CANCELLED, also when the call is repeated. Fails with LEASE_LOST, and with VALIDATION_FAILED
     *     for a file that was not uploaded
     */
    public Uni<JobStatus> complete(HeldJob job, Outcome outcome) {
        Optional<ResultFileName> result = outcome.result().map(name -> ResultFileName.of(name, RESULT));
        Optional<ResultFileName> thumbnail = outcome.thumbnail().map(name -> ResultFileName.of(name, THUMBNAIL));
        if (thumbnail.isPresent() && thumbnail.equals(result)) {
            throw new ValidationFailedException(THUMBNAIL, "must be another file than the result");
        }
        if (thumbnail.filter(name -> !ResultFormats.isImage(name)).isPresent()) {
            throw new ValidationFailedException(THUMBNAIL, "must be the name of an image");
        }
        if (result.isEmpty() && thumbnail.isEmpty()) {
            return dispatcher.complete(job, document(outcome, Optional.empty()), 0);
        }
        Attempt attempt = Attempt.of(job).orElseThrow(ProblemType.LEASE_LOST::exception);
        return dispatcher
                .requireLease(job)
                .replaceWith(true)
                .onFailure(JobResults::isLost)
                .recoverWithItem(false)
                .chain(held -> held
                        ? jobs.record(job.jobId())
                                .chain(record -> publish(job, attempt, record, result, thumbnail, outcome))
                        // a repeated call is answered as before; nothing is completed without the lease
                        : dispatcher.complete(job, document(outcome, Optional.empty()), 0));
    }

    private static boolean isLost(Throwable failure) {
        return failure instanceof ProblemException problem && problem.type() == ProblemType.LEASE_LOST;
    }

    /**
     * The files of a result in their final places.
     *
     * @param bytes size of both
     * @param missing the first field whose file was not found
     */
    private record Published(Optional<Path> result, Optional<Path> thumbnail, long bytes, Optional<String> missing) {

        List<Path> all() {
            List<Path> all = new ArrayList<>();
            result.ifPresent(all::add);
            thumbnail.ifPresent(all::add);
            return all;
        }
    }

    private Uni<JobStatus> publish(
            HeldJob job,
            Attempt attempt,
            JobRecord record,
            Optional<ResultFileName> result,
            Optional<ResultFileName> thumbnail,
            Outcome outcome) {
        return executor.run(() -> move(attempt, record, result, thumbnail))
                .onFailure()
                .transform(DiskFailures::problem)
                .chain(files -> files.missing()
                        .map(field -> requireEnded(job, field))
                        .orElseGet(() -> Uni.createFrom().voidItem())
                        .chain(() -> dispatcher.complete(job, document(outcome, record, files), files.bytes()))
                        .call(status -> cleanUp(attempt, status == JobStatus.COMPLETED ? List.of() : files.all()))
                        .onFailure(JobResults::isLost)
                        .call(lost -> cleanUp(attempt, files.all())));
    }

    /**
     * Fails with VALIDATION_FAILED while the worker holds the job. A file that is missing after the end of the attempt was
     * deleted with it: the dispatcher then answers the call like the one that ended the attempt, or with LEASE_LOST.
     */
    private Uni<Void> requireEnded(HeldJob job, String missing) {
        return dispatcher
                .requireLease(job)
                .replaceWith(true)
                .onFailure(JobResults::isLost)
                .recoverWithItem(false)
                .invoke(held -> {
                    if (held) {
                        throw new ValidationFailedException(
                                missing, "must be the name of a file that this attempt has uploaded");
                    }
                })
                .replaceWithVoid();
    }

    private Published move(
            Attempt attempt, JobRecord record, Optional<ResultFileName> result, Optional<ResultFileName> thumbnail)
            throws IOException {
        Optional<Path> main = Optional.empty();
        if (result.isPresent()) {
            String place = ResultKind.of(record.feature(), result.get()).folder();
            main = folder.publish(attempt, result.get(), place);
            if (main.isEmpty()) {
                return new Published(main, Optional.empty(), 0, Optional.of(RESULT));
            }
        }
        Optional<Path> picture = Optional.empty();
        if (thumbnail.isPresent()) {
            picture = folder.publish(attempt, thumbnail.get(), ResultKind.THUMBNAILS);
            if (picture.isEmpty()) {
                return new Published(main, picture, 0, Optional.of(THUMBNAIL));
            }
        }
        return new Published(main, picture, size(main) + size(picture), Optional.empty());
    }

    private static long size(Optional<Path> file) throws IOException {
        return file.isPresent() ? Files.size(file.get()) : 0;
    }

    /** Deletes the files of the attempt that are no result. */
    private Uni<Void> cleanUp(Attempt attempt, List<Path> unwanted) {
        return executor.run(() -> {
                    for (Path file : unwanted) {
                        Files.deleteIfExists(file);
                    }
                    folder.delete(attempt);
                    return attempt;
                })
                .onFailure()
                .invoke(failure -> LOG.debugf("Files of an attempt stay until they are swept: %s", failure))
                .onFailure()
                .recoverWithItem(attempt)
                .replaceWithVoid();
    }

    private static ObjectNode document(Outcome outcome, JobRecord record, Published files) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        files.result().ifPresent(path -> {
            document.put("output_mesh_path", path.toString());
            ResultKind.ofFolder(path.getParent().getFileName().toString())
                    .member()
                    .ifPresent(member -> document.put(member, path.toString()));
        });
        files.thumbnail().ifPresent(path -> document.put("thumbnail_path", path.toString()));
        document.setAll(document(
                outcome,
                record.text(JobRecord.MODEL_ID)
                        .filter(model -> !model.isEmpty())
                        .or(() -> record.text(JobRecord.MODEL_PREFERENCE))));
        ((ObjectNode) document.get("generation_info"))
                .put("thumbnail_generated", files.thumbnail().isPresent());
        return document;
    }

    /** Paths in the worker's information are removed: a result names its own files only. */
    private static ObjectNode document(Outcome outcome, Optional<String> model) {
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("success", true);
        ObjectNode info = outcome.info()
                .map(given -> (ObjectNode) RecordPathRedactor.redact(given))
                .orElseGet(JsonNodeFactory.instance::objectNode);
        model.filter(name -> !name.isEmpty() && !info.has("model")).ifPresent(name -> info.put("model", name));
        outcome.seconds().ifPresent(seconds -> info.put("generation_time", seconds));
        document.set("generation_info", info);
        return document;
    }
}
