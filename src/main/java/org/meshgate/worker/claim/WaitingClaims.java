package org.meshgate.worker.claim;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.meshgate.catalog.Catalog;

/**
 * The claims that wait for a job, by feature, each in the order of their arrival, and the number of notifications of each
 * feature. Its monitor guards it and the state of all claims: callers hold it.
 */
@Singleton // no proxy: its monitor is shared
class WaitingClaims {

    private final Map<String, Set<PendingClaim>> byFeature = new HashMap<>();
    private final Set<PendingClaim> all = new LinkedHashSet<>();

    /** By all features that there are. */
    private final Map<String, Long> notifications = new HashMap<>();

    private boolean closed;

    WaitingClaims(Catalog catalog) {
        catalog.jobTypes().forEach(type -> notifications.put(type.feature(), 0L));
    }

    /** Whether the server stops, so that no claim waits any more. */
    boolean closed() {
        return closed;
    }

    void close() {
        closed = true;
    }

    void add(PendingClaim claim) {
        all.add(claim);
        claim.features().forEach(feature -> byFeature
                .computeIfAbsent(feature, none -> new LinkedHashSet<>())
                .add(claim));
    }

    /** False when it was not there. */
    boolean remove(PendingClaim claim) {
        claim.features()
                .forEach(feature -> byFeature.computeIfPresent(feature, (same, claims) -> {
                    claims.remove(claim);
                    return claims.isEmpty() ? null : claims;
                }));
        return all.remove(claim);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    int size() {
        return all.size();
    }

    List<PendingClaim> all() {
        return List.copyOf(all);
    }

    /** Counts a notification: jobs of a feature became claimable. */
    void notified(String feature) {
        notifications.computeIfPresent(feature, (same, count) -> count + 1);
    }

    /** The number of notifications of the features so far. */
    long notificationsOf(Set<String> features) {
        long sum = 0;
        for (String feature : features) {
            sum += notifications.getOrDefault(feature, 0L);
        }
        return sum;
    }

    /** The first claim of a feature for which none is under way and which is accepted. */
    Optional<PendingClaim> first(String feature, Predicate<PendingClaim> accepted) {
        for (PendingClaim claim : byFeature.getOrDefault(feature, Set.of())) {
            if (!claim.attempting() && accepted.test(claim)) {
                return Optional.of(claim);
            }
        }
        return Optional.empty();
    }

    /** A subset of features whose first claims together cover all features with waiting claims. */
    List<String> cover(Predicate<PendingClaim> accepted) {
        List<String> chosen = new ArrayList<>();
        Set<String> covered = new HashSet<>();
        for (String feature : byFeature.keySet()) {
            if (!covered.contains(feature)) {
                first(feature, accepted).ifPresent(claim -> {
                    chosen.add(feature);
                    covered.addAll(claim.features());
                });
            }
        }
        return chosen;
    }
}
