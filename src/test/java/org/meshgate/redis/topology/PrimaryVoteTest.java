package org.meshgate.redis.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.meshgate.config.converter.ServerAddress;
import org.meshgate.problem.StorageUnavailableException;

/** Who counts as the primary, when sentinels or nodes are away, cut off or do not know. */
class PrimaryVoteTest {

    private static final Optional<ServerAddress> OLD = Optional.of(new ServerAddress("192.0.2.1", 6379));
    private static final Optional<ServerAddress> NEW = Optional.of(new ServerAddress("192.0.2.2", 6379));

    private final PrimaryVote vote = new PrimaryVote(3, "none is known", "nobody answers");

    @Test
    void twoOfThreeDecide() {
        vote.answered(NEW);
        assertThat(vote.outcome().isComplete()).isFalse();
        vote.answered(NEW);
        assertThat(vote.outcome().result()).isEqualTo(NEW.get());
    }

    @Test
    void isolatedVoterIsOutvoted() {
        vote.answered(OLD);
        vote.answered(NEW);
        assertThat(vote.outcome().isComplete()).isFalse();
        vote.answered(NEW);
        assertThat(vote.outcome().result()).isEqualTo(NEW.get());
    }

    @Test
    void acceptsTheOnlyAnswer() {
        vote.failed("nothing listens there");
        vote.answered(NEW);
        assertThat(vote.outcome().isComplete()).isFalse();
        vote.failed("nothing listens there");
        assertThat(vote.outcome().result()).isEqualTo(NEW.get());
    }

    @Test
    void reportsWhyNobodyAnswered() {
        vote.failed("nothing listens there");
        vote.failed("nothing listens there");
        vote.failed("nothing listens there");
        assertThat(reason()).isEqualTo("nobody answers: nothing listens there");
    }

    @Test
    void reportsThatNoPrimaryIsKnown() {
        vote.answered(Optional.empty());
        vote.failed("nothing listens there");
        vote.answered(Optional.empty());
        assertThat(reason()).isEqualTo("none is known");
    }

    private String reason() {
        return ((StorageUnavailableException) vote.outcome().cause()).reason();
    }
}
