package org.meshgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The memory that bodies of requests under way share. */
class BodyRoomTest {

    private static final long SIZE = 1_000_000;

    private final BodyRoom room = new BodyRoom(SIZE);

    @Test
    void whoeverFillsItSmallBodiesAlwaysFit() {
        // Given bodies that take all there is, to the last byte
        assertThat(room.take(0, SIZE + BodyRoom.FREE)).isTrue();
        // When others come
        // Then those of logins and prompts are read, in whatever pieces
        assertThat(room.take(0, 200)).isTrue();
        assertThat(room.take(200, BodyRoom.FREE)).isTrue();
        // And larger ones are not
        assertThat(room.take(BodyRoom.FREE, BodyRoom.FREE + 1)).isFalse();
        assertThat(room.take(0, BodyRoom.FREE + 1)).isFalse();
    }

    @Test
    void whatIsRefusedTakesNothingAndWhatHasEndedIsThereAgain() {
        // Given
        room.take(0, SIZE);
        // When
        room.take(0, SIZE); // refused
        room.giveBack(SIZE);
        room.giveBack(BodyRoom.FREE); // of a small one: nothing
        // Then
        assertThat(room.take(0, SIZE + BodyRoom.FREE)).isTrue();
        assertThat(room.take(0, BodyRoom.FREE + 1)).isFalse();
    }
}
