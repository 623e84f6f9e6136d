package org.meshgate.http.body;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.meshgate.http.body.BodyMemoryBudget.Sender;

/** The memory that bodies of requests under way share. */
class BodyMemoryBudgetTest {

    private static final long SIZE = 1_200_000;
    private static final long FREE = BodyMemoryBudget.FREE;
    private static final Sender ALICE = sender("alice", "192.0.2.1");
    private static final Sender BOB = sender("bob", "192.0.2.2");

    private final BodyMemoryBudget room = new BodyMemoryBudget(SIZE);

    private static Sender sender(String user, String network) {
        return new Sender(Optional.of(user), network);
    }

    @Test
    void oneUserGetsTwoThirds() {
        assertThat(room.largest()).isEqualTo(800_000 + FREE);
        assertThat(room.take(ALICE, 0, 800_001 + FREE)).isFalse();
        assertThat(room.take(ALICE, 0, 800_000 + FREE)).isTrue();
        // from wherever, and in however many bodies
        assertThat(room.take(sender("alice", "192.0.2.3"), 0, FREE + 1)).isFalse();
    }

    @Test
    void manyUsersOfOneNetworkGetThreeQuarters() {
        for (int i = 0; i < 9; i++) {
            assertThat(room.take(sender("user " + i, "192.0.2.1"), 0, 100_000 + FREE))
                    .isTrue();
        }
        assertThat(room.take(sender("another", "192.0.2.1"), 0, FREE + 1)).isFalse();
        assertThat(room.take(BOB, 0, 100_000 + FREE)).isTrue();
    }

    @Test
    void anonymousCallersAreKeyedByNetwork() {
        Sender anonymous = new Sender(Optional.empty(), "192.0.2.1");
        assertThat(room.take(anonymous, 0, 900_000 + FREE)).isTrue();
        assertThat(room.take(anonymous, 0, FREE + 1)).isFalse();
        assertThat(room.take(new Sender(Optional.empty(), "192.0.2.2"), 0, 100_000 + FREE))
                .isTrue();
    }

    @Test
    void leavesRoomForTheNextSender() {
        for (int i = 0; i < 20; i++) {
            Sender greedy = sender("user " + i, "198.51.100." + i);
            long length = FREE;
            while (room.take(greedy, length, length + 100)) {
                length += 100;
            }
            assertThat(length).as("user %d", i).isGreaterThan(FREE);
            if (i == 2) {
                assertThat(room.take(ALICE, 0, 20_000 + FREE)).isTrue();
                room.giveBack(ALICE, 20_000 + FREE);
            }
            if (length < FREE + 1000) {
                return; // the shares have become small, but there was one for each
            }
        }
    }

    @Test
    void smallBodiesAlwaysFit() {
        // Given bodies that take all that two users get
        room.take(ALICE, 0, 800_000 + FREE);
        room.take(BOB, 0, 266_000 + FREE);
        // When others come
        // Then those of logins and prompts are read, in whatever pieces
        assertThat(room.take(ALICE, 0, 200)).isTrue();
        assertThat(room.take(ALICE, 200, FREE)).isTrue();
        // And larger ones of the same users are not
        assertThat(room.take(ALICE, FREE, FREE + 1)).isFalse();
        assertThat(room.take(BOB, 0, FREE + 1000)).isFalse();
    }

    @Test
    void refusedEntriesTakeNothingAndLeavingFreesTheSlot() {
        // Given
        assertThat(room.take(ALICE, 0, 800_000 + FREE)).isTrue();
        // When
        assertThat(room.take(ALICE, 0, 800_000 + FREE)).isFalse();
        room.giveBack(ALICE, FREE); // of a small one: nothing
        room.giveBack(ALICE, 800_000 + FREE);
        // Then
        assertThat(room.take(BOB, 0, 800_000 + FREE)).isTrue();
    }
}
