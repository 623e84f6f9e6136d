package org.meshgate.jobs.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.meshgate.jobs.record.JobStatus;
import org.meshgate.problem.ProblemException;
import org.meshgate.problem.ProblemType;

/** A worker without an account that calls the dispatcher itself, not its routes. */
@Singleton
class DirectWorker {

    static final String TEXTURED = "text_to_textured_mesh";

    private final JobDispatcher dispatcher;

    DirectWorker(JobDispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    JobStatus failRetryably(ClaimedJob job) {
        return get(dispatcher.fail(held(job), "out of memory", true, Optional.of("the log")));
    }

    ClaimedJob claim() {
        return claimAll(TEXTURED).get(0);
    }

    List<ClaimedJob> claimAll(String feature) {
        return get(dispatcher.claim(request("a-worker", feature, 1)));
    }

    static ClaimRequest request(String worker, String feature, int slots) {
        return new ClaimRequest(
                worker, Optional.empty(), Set.of(feature), Set.of(), Set.of(), Optional.of("the-model"), slots);
    }

    static HeldJob held(ClaimedJob job) {
        return job.heldBy(Optional.empty());
    }

    HeartbeatOrder renew(ClaimedJob job, double progress) {
        return get(dispatcher.heartbeat(
                        List.of(new Heartbeat(held(job), OptionalDouble.of(progress), Optional.empty()))))
                .get(0);
    }

    JobStatus complete(ClaimedJob job) {
        return get(dispatcher.complete(held(job), result()));
    }

    JobStatus fail(ClaimedJob job, String error) {
        return get(dispatcher.fail(held(job), error, false, Optional.empty()));
    }

    static void assertLost(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ProblemException.class, problem -> assertThat(problem.type())
                .isEqualTo(ProblemType.LEASE_LOST));
    }

    static ObjectNode result() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("output_mesh_path", "outputs/nothing.glb")
                .put("success", true);
    }

    static <T> T get(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(10));
    }
}
