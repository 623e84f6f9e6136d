package org.meshgate.webhooks.dispatch;

import java.util.EnumMap;
import java.util.Map;

/**
 * Bounds the attempts that run at once in this process. Each lane has slots of its own. An attempt of the lane
 * {@link DeliveryLane#LIVE} that takes long gives its slot back and counts as hanging instead, so that endpoints that
 * hang do not hold up those that answer; while too many hang, it must be given up. Thread-safe.
 */
final class AttemptSlots {

    private final Map<DeliveryLane, Integer> free = new EnumMap<>(DeliveryLane.class);
    private int hangingLeft;

    AttemptSlots(int live, int slow, int hanging) {
        free.put(DeliveryLane.LIVE, live);
        free.put(DeliveryLane.SLOW, slow);
        this.hangingLeft = hanging;
    }

    /** Takes up to a number of slots; returns how many, perhaps none. */
    synchronized int take(DeliveryLane lane, int most) {
        int taken = Math.min(most, free.get(lane));
        free.merge(lane, -taken, Integer::sum);
        return taken;
    }

    synchronized void giveBack(DeliveryLane lane, int slots) {
        free.merge(lane, slots, Integer::sum);
    }

    /** The slot of one attempt, which has been taken. */
    Slot slot(DeliveryLane lane) {
        return new Slot(lane);
    }

    /** What becomes of an attempt that takes long. */
    enum Late {
        /** It is over, or takes no slot of those that answer quickly. */
        GOES_ON,
        /** It goes on without a slot of its lane. */
        LEFT_ITS_LANE,
        /** As many attempts hang as may: this one must be given up, or it delays those that would be quick. */
        MUST_YIELD
    }

    /** What an attempt occupies. */
    final class Slot {

        private final DeliveryLane lane;
        private boolean hanging;
        private boolean over;

        private Slot(DeliveryLane lane) {
            this.lane = lane;
        }

        /** Says that the attempt takes long; returns what follows from that. */
        Late takesLong() {
            synchronized (AttemptSlots.this) {
                if (over || hanging || lane != DeliveryLane.LIVE) {
                    return Late.GOES_ON;
                }
                if (hangingLeft == 0) {
                    return Late.MUST_YIELD;
                }
                hanging = true;
                hangingLeft--;
                giveBack(lane, 1);
                return Late.LEFT_ITS_LANE;
            }
        }

        /** Says that the attempt is over. */
        void end() {
            synchronized (AttemptSlots.this) {
                if (over) {
                    return;
                }
                over = true;
                if (hanging) {
                    hangingLeft++;
                } else {
                    giveBack(lane, 1);
                }
            }
        }
    }
}
