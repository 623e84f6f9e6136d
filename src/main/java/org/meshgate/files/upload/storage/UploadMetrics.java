package org.meshgate.files.upload.storage;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.Map;
import org.meshgate.files.upload.format.UploadKind;
import org.meshgate.problem.ProblemException;
import org.meshgate.runtime.EnumCounters;

/** Counts uploads by kind and outcome. */
@Startup
@ApplicationScoped
public class UploadMetrics {

    private final Map<UploadKind, EnumCounters<Outcome>> counters = new EnumMap<>(UploadKind.class);

    UploadMetrics(MeterRegistry registry) {
        for (UploadKind kind : UploadKind.values()) {
            counters.put(
                    kind,
                    new EnumCounters<>(
                            registry,
                            Outcome.class,
                            "meshgate.uploads",
                            "Uploads that were begun",
                            "outcome",
                            "kind",
                            kind.jsonName()));
        }
    }

    private enum Outcome {
        STORED,
        REFUSED,
        /** The body was incomplete or too slow. */
        ABORTED,
        /** Redis or the disk failed. */
        FAILED
    }

    public <T> Uni<T> count(UploadKind kind, Uni<T> upload) {
        EnumCounters<Outcome> outcomes = counters.get(kind);
        return upload.invoke(() -> outcomes.increment(Outcome.STORED))
                .onFailure()
                .invoke(failure -> outcomes.increment(outcome(failure)));
    }

    private static Outcome outcome(Throwable failure) {
        if (!(failure instanceof ProblemException problem)) {
            return Outcome.FAILED;
        }
        return switch (problem.type()) {
            case BAD_REQUEST -> Outcome.ABORTED;
            case INTERNAL_ERROR, STORAGE_UNAVAILABLE -> Outcome.FAILED;
            default -> Outcome.REFUSED;
        };
    }
}
