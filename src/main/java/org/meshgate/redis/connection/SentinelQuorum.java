package org.meshgate.redis.connection;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.meshgate.config.converter.ServerAddress;
import org.meshgate.problem.StorageUnavailableException;

/**
 * The majority vote of the sentinels. A partitioned sentinel still names the old primary, so the first answer is not
 * enough. The vote ends as soon as more than half of all sentinels agree, so that an unreachable one costs no time;
 * otherwise when all have answered, with the most frequent answer.
 */
final class SentinelQuorum {

    private final int voters;
    private final String master;
    private final Promise<ServerAddress> outcome = Promise.promise();
    private final Map<ServerAddress, Integer> votes = new LinkedHashMap<>();
    private int spoken;
    private int ignorant;
    private Optional<String> trouble = Optional.empty();

    /** @param master the name of the primary, for messages */
    SentinelQuorum(int voters, String master) {
        this.voters = voters;
        this.master = master;
    }

    /** The result; fails with {@link StorageUnavailableException} when no sentinel named a primary. */
    Future<ServerAddress> outcome() {
        return outcome.future();
    }

    /** @param primary empty when the sentinel knows none */
    synchronized void answered(Optional<ServerAddress> primary) {
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

    /** Records a sentinel that is unreachable. */
    synchronized void failed(Throwable failure) {
        spoken++;
        trouble = Optional.of(RedisErrors.of(failure));
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
                ignorant > 0
                        ? "the sentinels know no primary named " + master
                        : "no sentinel answers: " + trouble.orElse("there is none"));
    }
}
