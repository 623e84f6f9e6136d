package org.meshgate.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.meshgate.config.converter.ServerAddress;
import org.meshgate.problem.StorageUnavailableException;

/** Who counts as the primary, when sentinels are away, cut off or do not know. */
class SentinelQuorumTest {

    private static final Optional<ServerAddress> OLD = Optional.of(new ServerAddress("192.0.2.1", 6379));
    private static final Optional<ServerAddress> NEW = Optional.of(new ServerAddress("192.0.2.2", 6379));

    private final SentinelQuorum vote = new SentinelQuorum(3, "mymaster");

    @Test
    void twoOfThreeSentinelsAreAQuorum() {
        vote.answered(NEW);
        assertThat(vote.outcome().isComplete()).isFalse();
        vote.answered(NEW);
        assertThat(vote.outcome().result()).isEqualTo(NEW.get());
    }

    @Test
    void isolatedSentinelIsOutvoted() {
        vote.answered(OLD);
        vote.answered(NEW);
        assertThat(vote.outcome().isComplete()).isFalse();
        vote.answered(NEW);
        assertThat(vote.outcome().result()).isEqualTo(NEW.get());
    }

    @Test
    void acceptsTheOnlyAnsweringSentinel() {
        vote.failed(new ConnectException());
        vote.answered(NEW);
        assertThat(vote.outcome().isComplete()).isFalse();
        vote.failed(new ConnectException());
        assertThat(vote.outcome().result()).isEqualTo(NEW.get());
    }

    @Test
    void reportsWhyNoSentinelAnswered() {
        vote.failed(new ConnectException());
        vote.failed(new ConnectException());
        vote.failed(new ConnectException());
        assertThat(reason()).isEqualTo("no sentinel answers: nothing listens there");
    }

    @Test
    void reportsUnknownMasterName() {
        vote.answered(Optional.empty());
        vote.failed(new ConnectException());
        vote.answered(Optional.empty());
        assertThat(reason()).isEqualTo("the sentinels know no primary named mymaster");
    }

    private String reason() {
        return ((StorageUnavailableException) vote.outcome().cause()).reason();
    }
}
