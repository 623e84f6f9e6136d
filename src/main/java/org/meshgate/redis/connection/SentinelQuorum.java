package org.meshgate.redis.connection;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.meshgate.config.converter.ServerAddress;
import org.meshgate.problem.StorageUnavailableException;

/**
 * What the sentinels say together. One that is cut off from the others still names the old primary, so the first answer is
 * not enough: it ends as soon as more than half of all agree, so that one that is away costs no time, and otherwise when
 * all have spoken, with what most of them said.
 */
final class SentinelQuorum {

    private final int voters;
    private final String master;
    private final Promise<ServerAddress> outcome = Promise.promise();
    private final Map<ServerAddress, Integer> votes = new LinkedHashMap<>();
    private int spoken;
    private int ignorant;
    private Optional<String> trouble = Optional.empty();

    /** @param master of which they are asked, for messages */
    SentinelQuorum(int voters, String master) {
        this.voters = voters;
        this.master = master;
    }

    /** Fails with {@link StorageUnavailableException} when nobody named one. */
    Future<ServerAddress> outcome() {
        return outcome.future();
    }

    /** @param primary nothing when that sentinel does not know any */
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

    /** One cannot be asked. */
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
                    .ifPresentOrElse(outcome::tryComplete, () -> outcome.tryFail(nobody()));
        }
    }

    private StorageUnavailableException nobody() {
        return new StorageUnavailableException(
                ignorant > 0
                        ? "the sentinels know no primary named " + master
                        : "no sentinel answers: " + trouble.orElse("there is none"));
    }
}
