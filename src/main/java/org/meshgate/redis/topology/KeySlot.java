package org.meshgate.redis.topology;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The hash slot of keys in a Redis cluster. Keys with the same hash tag, the text between the first <code>{</code> and
 * the next <code>}</code>, have the same slot; a prefix with a hash tag puts all keys into one.
 */
public final class KeySlot {

    private static final int SLOTS = 16_384;

    /** CRC-16/XMODEM. */
    private static final int POLYNOMIAL = 0x1021;

    private KeySlot() {}

    /** The slot of all keys with a prefix; empty when the prefix has no hash tag, so that their slots differ. */
    public static Optional<Integer> ofAll(String prefix) {
        return tag(prefix).map(KeySlot::of);
    }

    /**
     * A key that is never written. While a slot is on its way to another node, the old one refuses a script that
     * declares a key which is not there, before the script runs.
     */
    public static String absentKey(String prefix) {
        return prefix + "absent";
    }

    private static Optional<String> tag(String prefix) {
        int open = prefix.indexOf('{');
        int close = prefix.indexOf('}', open + 1);
        return open < 0 || close <= open + 1 ? Optional.empty() : Optional.of(prefix.substring(open + 1, close));
    }

    private static int of(String tag) {
        int crc = 0;
        for (byte next : tag.getBytes(StandardCharsets.UTF_8)) {
            crc ^= (next & 0xFF) << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) == 0 ? crc << 1 : crc << 1 ^ POLYNOMIAL;
            }
            crc &= 0xFFFF;
        }
        return crc % SLOTS;
    }
}
