package org.meshgate.webhooks.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.meshgate.webhooks.dispatch.AttemptSlots.Late;

class AttemptSlotsTest {

    private final AttemptSlots slots = new AttemptSlots(2, 1, 1);

    @Test
    void aLaneHasItsOwnSlots() {
        assertThat(slots.take(DeliveryLane.LIVE, 5)).isEqualTo(2);
        assertThat(slots.take(DeliveryLane.LIVE, 5)).isZero();
        assertThat(slots.take(DeliveryLane.SLOW, 5)).isEqualTo(1);
        slots.giveBack(DeliveryLane.LIVE, 1);
        assertThat(slots.take(DeliveryLane.LIVE, 5)).isEqualTo(1);
    }

    @Test
    void anAttemptThatHangsFreesItsSlotUntilTooManyHang() {
        slots.take(DeliveryLane.LIVE, 2);
        AttemptSlots.Slot first = slots.slot(DeliveryLane.LIVE);
        AttemptSlots.Slot second = slots.slot(DeliveryLane.LIVE);
        assertThat(first.takesLong()).isEqualTo(Late.LEFT_ITS_LANE);
        assertThat(second.takesLong()).isEqualTo(Late.MUST_YIELD);
        assertThat(slots.take(DeliveryLane.LIVE, 2)).isEqualTo(1);
        first.end();
        assertThat(slots.take(DeliveryLane.LIVE, 2))
                .as("it was given back before")
                .isZero();
        assertThat(second.takesLong()).isEqualTo(Late.LEFT_ITS_LANE);
    }

    @Test
    void aSlotIsGivenBackOnce() {
        slots.take(DeliveryLane.LIVE, 2);
        AttemptSlots.Slot slot = slots.slot(DeliveryLane.LIVE);
        slot.end();
        slot.end();
        assertThat(slot.takesLong()).isEqualTo(Late.GOES_ON);
        assertThat(slots.take(DeliveryLane.LIVE, 2)).isEqualTo(1);
    }

    @Test
    void aSlowLaneKeepsItsSlot() {
        slots.take(DeliveryLane.SLOW, 1);
        AttemptSlots.Slot slot = slots.slot(DeliveryLane.SLOW);
        assertThat(slot.takesLong()).isEqualTo(Late.GOES_ON);
        assertThat(slots.take(DeliveryLane.SLOW, 1)).isZero();
        slot.end();
        assertThat(slots.take(DeliveryLane.SLOW, 1)).isEqualTo(1);
    }
}
