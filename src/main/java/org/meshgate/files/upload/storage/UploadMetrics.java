package org.meshgate.files.upload.storage;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.meshgate.files.upload.format.UploadKind;
import org.meshgate.problem.ProblemException;

/** Counts uploads by kind and outcome. */
@Startup
@ApplicationScoped
public class UploadMetrics {

    private final Map<UploadKind, Map<Outcome, Counter>> counters = new EnumMap<>(UploadKind.class);

    UploadMetrics(MeterRegistry registry) {
        for (UploadKind kind : UploadKind.values()) {
            Map<Outcome, Counter> ofKind = new EnumMap<>(Outcome.class);
            for (Outcome outcome : Outcome.values()) {
                ofKind.put(
                        outcome,
                        Counter.builder("meshgate.uploads")
                                .description("Uploads that were begun")
                                .tag("kind", kind.wireName())
                                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                                .register(registry));
            }
            counters.put(kind, ofKind);
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
        Map<Outcome, Counter> ofKind = counters.get(kind);
        return upload.invoke(() -> ofKind.get(Outcome.STORED).increment())
                .onFailure()
                .invoke(failure -> ofKind.get(outcome(failure)).increment());
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
