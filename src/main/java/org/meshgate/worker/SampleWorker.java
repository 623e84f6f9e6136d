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
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.meshgate.catalog.Catalog;
import org.meshgate.catalog.model.JobType;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.files.OutputFiles;
import org.meshgate.jobs.queue.WorkQueue;
import org.meshgate.jobs.queue.WorkQueue.ClaimedJob;
import org.meshgate.jobs.queue.WorkQueue.Order;
import org.meshgate.problem.ProblemException;
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
    private static final String FORMAT = "glb";
    private static final String NO_MESH =
            "The sample worker makes meshes only. Jobs of this kind need a GPU worker, with worker.sample switched off.";

    /** Inputs with a text prompt, in order of preference. */
    private static final List<String> PROMPT_INPUTS = List.of("text_prompt", "target_prompt", "object_name");

    private static final Duration POLL_INTERVAL = Duration.ofMillis(250);

    /** Makes progress visible: generating a mesh takes only milliseconds. */
    private static final Duration STEP_DELAY = Duration.ofMillis(200);

    private static final List<Double> PROGRESS_STEPS = List.of(0.25, 0.5, 0.75);

    private final WorkQueue queue;
    private final OutputFiles files;
    private final SampleModel model;
    private final Vertx vertx;
    private final Set<String> features;
    private final Set<String> meshFeatures;
    private final boolean enabled;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final AtomicBoolean warned = new AtomicBoolean();

    SampleWorker(
            WorkQueue queue, OutputFiles files, Catalog catalog, Vertx vertx, RunMode runMode, MeshgateConfig config) {
        this.queue = queue;
        this.files = files;
        this.model = new SampleModel();
        this.features = catalog.jobTypes().stream().map(JobType::feature).collect(Collectors.toUnmodifiableSet());
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
            queue.claim(features, MODEL)
                    .chain(claimed -> claimed.map(this::work)
                            .orElseGet(() -> Uni.createFrom().voidItem()))
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
            return queue.fail(job, NO_MESH).replaceWithVoid();
        }
        return progress(job, 0).chain(order -> switch (order) {
            case CONTINUE -> finish(job);
            case CANCEL -> queue.cancelled(job).replaceWithVoid();
            case ABANDON -> Uni.createFrom().voidItem();
        });
    }

    private Uni<Order> progress(ClaimedJob job, int step) {
        if (step == PROGRESS_STEPS.size()) {
            return Uni.createFrom().item(Order.CONTINUE);
        }
        return queue.renew(job, PROGRESS_STEPS.get(step))
                .onItem()
                .delayIt()
                .by(STEP_DELAY)
                .chain(order -> order == Order.CONTINUE
                        ? progress(job, step + 1)
                        : Uni.createFrom().item(order));
    }

    private Uni<Void> finish(ClaimedJob job) {
        Optional<String> prompt = prompt(job);
        return Uni.createFrom()
                .item(() -> model.generate(prompt.orElse(job.id())))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .chain(mesh -> files.write(fileName(job), mesh.glb())
                        .chain(path -> complete(job, path, result(path, prompt, mesh))))
                // After a ProblemException the expired lease returns the job to the queue.
                .onFailure(failure -> !(failure instanceof ProblemException))
                .recoverWithUni(failure -> {
                    LOG.errorf(failure, "The sample worker failed on job %s", job.id());
                    return queue.fail(job, "The sample worker could not write the result.")
                            .replaceWithVoid();
                });
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
        return "meshes/sample_" + job.id() + (job.retries() == 0 ? "" : "_" + job.retries()) + ".glb";
    }

    private Uni<Void> complete(ClaimedJob job, Path path, ObjectNode result) {
        return queue.complete(job, result)
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
