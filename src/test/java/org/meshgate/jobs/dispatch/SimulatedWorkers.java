package org.meshgate.jobs.dispatch;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.meshgate.config.JobsConfig.Scheduling;
import org.meshgate.testing.TestClock;

/**
 * GPU workers in simulated time: each claims a job by the real script as soon as it is idle, and completes it when the
 * clock, which jumps from one end to the next, has reached its end.
 */
@ApplicationScoped
class SimulatedWorkers {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final DispatchStore store;
    private final TestClock clock;
    private final List<Worker> idle = new ArrayList<>();
    private final PriorityQueue<Run> running = new PriorityQueue<>(Comparator.comparing(Run::end));
    private final List<Run> runs = new ArrayList<>();
    private final Map<String, Integer> completed = new HashMap<>();
    private Scheduling scheduling = Scheduling.FAIR;
    private int maxRunning;
    private ToDoubleFunction<String> seconds = job -> 0;
    private Runnable beforeClaim = () -> {};

    SimulatedWorkers(DispatchStore store, TestClock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** @param loaded models that are loaded */
    record Worker(String name, Set<String> features, Set<String> loaded) {}

    /** A job on a worker, from its claim to its end. */
    record Run(Worker worker, ClaimedJob job, Instant start, Instant end) {

        String user() {
            return job.owner().orElse("-");
        }

        double secondsUntil(Instant now) {
            return Duration.between(start, now.isBefore(end) ? now : end).toMillis() / 1000.0;
        }
    }

    /**
     * Begins a simulation with the clock at a stop.
     *
     * @param length the seconds that a job takes, by its id
     */
    void start(List<Worker> workers, Scheduling order, ToDoubleFunction<String> length) {
        clock.reset();
        clock.stop();
        idle.clear();
        idle.addAll(workers);
        running.clear();
        runs.clear();
        completed.clear();
        scheduling = order;
        maxRunning = 0;
        seconds = length;
        beforeClaim = () -> {};
    }

    static List<Worker> workers(int count, String... features) {
        return Stream.iterate(0, i -> i + 1)
                .limit(count)
                .map(i -> new Worker("worker-" + i, Set.of(features), Set.of()))
                .toList();
    }

    /** Running jobs of a user without a limit of their own. */
    void limitRunning(int jobs) {
        maxRunning = jobs;
    }

    /** Done before each claim, such as changing what the script believes. */
    void beforeClaim(Runnable work) {
        beforeClaim = work;
    }

    /** Runs until something is true after a job has started, or nothing runs and nothing can be claimed. */
    void runUntil(BooleanSupplier done) {
        while (!done.getAsBoolean()) {
            if (!idle.isEmpty() && claim()) {
                continue;
            }
            Run next = running.poll();
            if (next == null) {
                return;
            }
            clock.advance(Duration.between(clock.instant(), next.end()));
            await(store.complete(
                            new HeldJob(
                                    Optional.empty(),
                                    next.job().jobId(),
                                    next.job().lease()),
                            JsonNodeFactory.instance.objectNode().put("success", true),
                            0))
                    .orElseThrow(() -> new AssertionError("the lease of " + next.job() + " was lost"));
            completed.merge(next.user(), 1, Integer::sum);
            idle.add(0, next.worker());
        }
    }

    void runToTheEnd() {
        runUntil(() -> false);
    }

    /** Whether one of the idle workers got a job. */
    private boolean claim() {
        for (Worker worker : List.copyOf(idle)) {
            beforeClaim.run();
            List<ClaimedJob> claimed = await(store.claim(
                    new ClaimRequest(worker.name(), Optional.empty(), worker.features(), Set.of(), worker.loaded(), 1),
                    List.of("%032x".formatted(runs.size())),
                    scheduling,
                    maxRunning));
            for (ClaimedJob job : claimed) {
                Instant now = clock.instant();
                Run run = new Run(
                        worker, job, now, now.plusMillis(Math.round(1000 * seconds.applyAsDouble(job.jobId()))));
                running.add(run);
                runs.add(run);
                idle.remove(worker);
                return true;
            }
        }
        return false;
    }

    List<Run> runs() {
        return runs;
    }

    List<Run> running() {
        return List.copyOf(running);
    }

    int idle() {
        return idle.size();
    }

    long completed() {
        return completed.values().stream().mapToInt(i -> i).sum();
    }

    /** GPU seconds that each user had from a time on until now, those of running jobs too. */
    Map<String, Double> secondsSince(Instant from) {
        Map<String, Double> sums = new HashMap<>();
        Instant now = clock.instant();
        runs.forEach(run -> sums.merge(
                run.user(),
                run.secondsUntil(now) - (run.start().isBefore(from) ? run.secondsUntil(from) : 0),
                Double::sum));
        return sums;
    }

    static <T> T await(Uni<T> work) {
        return work.await().atMost(LIMIT);
    }
}
