package org.meshgate.worker;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.meshgate.catalog.Catalog;
import org.meshgate.catalog.model.JobType;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.files.OutputFiles;
import org.meshgate.jobs.dispatch.ClaimRequest;
import org.meshgate.jobs.dispatch.ClaimedJob;
import org.meshgate.jobs.dispatch.Heartbeat;
import org.meshgate.jobs.dispatch.HeartbeatOrder;
import org.meshgate.jobs.dispatch.HeldJob;
import org.meshgate.jobs.dispatch.JobDispatcher;
import org.meshgate.jobs.record.JobStatus;
import org.meshgate.problem.ProblemException;
import org.meshgate.problem.ProblemType;
import org.meshgate.runtime.RunMode;
import org.meshgate.worker.sample.GeneratedMesh;
import org.meshgate.worker.sample.SampleModel;

/**
 * Claims jobs from the queue, one at a time, and completes them with meshes of {@link SampleModel}, so that a server
 * without a GPU can be tried end to end. Jobs whose result is not a mesh fail with an explanation. Enabled by
 * {@code worker.sample}.
 */
@ApplicationScoped
class SampleWorker {

    private static final Logger LOG = Logger.getLogger(SampleWorker.class);

    private static final String MODEL = "sample";
    private static final String WORKER_ID = "sample";
    private static final String FORMAT = "glb";
    private static final String NO_MESH =
            "The sample worker makes meshes only. Jobs of this kind need a GPU worker, with worker.sample switched off.";

    /** Inputs with a text prompt, in order of preference. */
    private static final List<String> PROMPT_INPUTS = List.of("text_prompt", "target_prompt", "object_name");

    private static final Duration POLL_INTERVAL = Duration.ofMillis(250);

    /** Makes progress visible: generating a mesh takes only milliseconds. */
    private static final Duration STEP_DELAY = Duration.ofMillis(200);

    private static final List<Double> PROGRESS_STEPS = List.of(0.25, 0.5, 0.75);

    private final JobDispatcher dispatcher;
    private final OutputFiles files;
    private final SampleModel model;
    private final Vertx vertx;
    private final ClaimRequest request;
    private final Set<String> meshFeatures;
    private final boolean enabled;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final AtomicBoolean warned = new AtomicBoolean();

    SampleWorker(
            JobDispatcher dispatcher,
            OutputFiles files,
            Catalog catalog,
            Vertx vertx,
            RunMode runMode,
            MeshgateConfig config) {
        this.dispatcher = dispatcher;
        this.files = files;
        this.model = new SampleModel();
        Set<String> features =
                catalog.jobTypes().stream().map(JobType::feature).collect(Collectors.toUnmodifiableSet());
        this.request =
                new ClaimRequest(WORKER_ID, Optional.empty(), features, Set.of(), Set.of(), Optional.of(MODEL), 1);
        this.meshFeatures = catalog.jobTypes().stream()
                .filter(type -> type.outputFormats().contains(FORMAT))
                .map(JobType::feature)
                .collect(Collectors.toUnmodifiableSet());
        this.vertx = vertx;
        this.enabled = runMode.serving() && config.worker().sample();
    }

    void start(@Observes StartupEvent event) {
        if (enabled) {
            vertx.setPeriodic(POLL_INTERVAL.toMillis(), timer -> poll());
        }
    }

    /** Stops claiming. The queue gives a job in progress to another worker when its lease has expired. */
    void stop(@Observes @Priority(1) ShutdownEvent event) {
        stopping.set(true);
    }

    private void poll() {
        if (!stopping.get() && busy.compareAndSet(false, true)) {
            dispatcher
                    .claim(request)
                    .chain(claimed -> claimed.isEmpty() ? Uni.createFrom().voidItem() : work(claimed.get(0)))
                    .onTermination()
                    .invoke(() -> busy.set(false))
                    .subscribe()
                    .with(done -> warned.set(false), failure -> {
                        if (warned.compareAndSet(false, true)) {
                            LOG.warnf("The sample worker cannot continue at the moment: %s", failure.getMessage());
                        }
                    });
        }
    }

    /** Processes a claimed job to its end. */
    Uni<Void> work(ClaimedJob job) {
        if (!meshFeatures.contains(job.feature())) {
            return fail(job, NO_MESH);
        }
        return progress(job, 0).chain(order -> switch (order) {
            case CONTINUE -> finish(job);
            case CANCEL -> dispatcher.release(List.of(held(job))).replaceWithVoid();
            case LOST -> Uni.createFrom().voidItem();
        });
    }

    private Uni<HeartbeatOrder> progress(ClaimedJob job, int step) {
        if (step == PROGRESS_STEPS.size()) {
            return Uni.createFrom().item(HeartbeatOrder.CONTINUE);
        }
        Heartbeat heartbeat = new Heartbeat(held(job), OptionalDouble.of(PROGRESS_STEPS.get(step)), Optional.empty());
        return dispatcher
                .heartbeat(List.of(heartbeat))
                .map(orders -> orders.get(0))
                .onItem()
                .delayIt()
                .by(STEP_DELAY)
                .chain(order -> order == HeartbeatOrder.CONTINUE
                        ? progress(job, step + 1)
                        : Uni.createFrom().item(order));
    }

    private Uni<Void> finish(ClaimedJob job) {
        Optional<String> prompt = prompt(job);
        return Uni.createFrom()
                .item(() -> model.generate(prompt.orElse(job.jobId())))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .chain(mesh -> files.write(fileName(job), mesh.glb())
                        .chain(path -> complete(job, path, result(path, prompt, mesh))))
                // After a ProblemException the expired lease returns the job to the queue.
                .onFailure(failure -> !(failure instanceof ProblemException))
                .recoverWithUni(failure -> {
                    LOG.errorf(failure, "The sample worker failed on job %s", job.jobId());
                    return fail(job, "The sample worker could not write the result.");
                });
    }

    private Uni<Void> fail(ClaimedJob job, String error) {
        return dispatcher
                .fail(held(job), error, false, Optional.empty())
                .onFailure(SampleWorker::isLeaseLost)
                .recoverWithNull()
                .replaceWithVoid();
    }

    private static boolean isLeaseLost(Throwable failure) {
        return failure instanceof ProblemException problem && problem.type() == ProblemType.LEASE_LOST;
    }

    private static HeldJob held(ClaimedJob job) {
        return job.heldBy(Optional.empty());
    }

    private static Optional<String> prompt(ClaimedJob job) {
        ObjectNode inputs = job.inputs();
        return PROMPT_INPUTS.stream()
                .map(name -> inputs.path(name).asText())
                .filter(text -> !text.isBlank())
                .findFirst();
    }

    /** Unique for each attempt, so that a late worker cannot delete the file of its successor. */
    private static String fileName(ClaimedJob job) {
        return "meshes/sample_" + job.jobId() + (job.attempt() == 1 ? "" : "_" + job.attempt()) + ".glb";
    }

    private Uni<Void> complete(ClaimedJob job, Path path, ObjectNode result) {
        return dispatcher
                .complete(held(job), result)
                .map(status -> status == JobStatus.COMPLETED)
                .onFailure(SampleWorker::isLeaseLost)
                .recoverWithItem(false)
                .chain(completed -> completed
                        ? Uni.createFrom().voidItem()
                        : files.delete(List.of(path.toString())).replaceWithVoid());
    }

    private static ObjectNode result(Path path, Optional<String> prompt, GeneratedMesh mesh) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.put("output_mesh_path", path.toString());
        result.put("success", true);
        ObjectNode info = result.putObject("generation_info")
                .put("model", MODEL)
                .put("note", "a sample: a procedural shape, not the work of a model")
                .put("vertex_count", mesh.vertexCount())
                .put("face_count", mesh.faceCount())
                .put("thumbnail_generated", false);
        prompt.ifPresent(text -> info.put("prompt", text));
        return result;
    }
}
