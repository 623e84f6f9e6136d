package org.meshgate.redis.topology;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.meshgate.config.converter.ServerAddress;
import org.meshgate.problem.StorageUnavailableException;

/**
 * The majority vote of the sentinels, or of the nodes of a cluster. One that is cut off still names the old primary, so
 * the first answer is not enough. The vote ends as soon as more than half of all voters agree, so that an unreachable
 * one costs no time; otherwise when all have answered, with the most frequent answer.
 */
public final class PrimaryVote {

    private final int voters;
    private final String unknown;
    private final String silent;
    private final Promise<ServerAddress> outcome = Promise.promise();
    private final Map<ServerAddress, Integer> votes = new LinkedHashMap<>();
    private int spoken;
    private int ignorant;
    private Optional<String> trouble = Optional.empty();

    /**
     * @param unknown the reason of the failure when voters answered, but none named a primary
     * @param silent the reason when no voter answered; what is wrong follows it
     */
    public PrimaryVote(int voters, String unknown, String silent) {
        this.voters = voters;
        this.unknown = unknown;
        this.silent = silent;
    }

    /** The result; fails with {@link StorageUnavailableException} when no voter named a primary. */
    public Future<ServerAddress> outcome() {
        return outcome.future();
    }

    /** @param primary empty when the voter knows none */
    public synchronized void answered(Optional<ServerAddress> primary) {
        spoken++;
        if (primary.isEmpty()) {
            ignorant++;
        }
        primary.ifPresent(address -> {
            if (votes.merge(address, 1, Integer::sum) > voters / 2) {
                outcome.tryComplete(address);
            }
        });
        endWhenAllHaveSpoken();
    }

    /** Records a voter that did not answer, and why. */
    public synchronized void failed(String reason) {
        spoken++;
        trouble = Optional.of(reason);
        endWhenAllHaveSpoken();
    }

    private void endWhenAllHaveSpoken() {
        if (spoken == voters) {
            votes.entrySet().stream()
                    .max(Map.Entry.comparingByValue())
                    .map(Map.Entry::getKey)
                    .ifPresentOrElse(outcome::tryComplete, () -> outcome.tryFail(noVotes()));
        }
    }

    private StorageUnavailableException noVotes() {
        return new StorageUnavailableException(
                ignorant > 0 ? unknown : silent + ": " + trouble.orElse("there is none"));
    }
}
