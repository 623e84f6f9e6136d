package org.meshgate.worker.sample;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.stream.IntStream;

/** Sixteen numbers that follow from a prompt and look like chance: pairs of bytes of its SHA-256. */
final class PromptSeed {

    private final double[] values;

    private PromptSeed(double[] values) {
        this.values = values;
    }

    /** Reads UTF-16 units and not UTF-8, in which lone surrogates would all be one replacement. */
    static PromptSeed of(String prompt) {
        ByteBuffer units = ByteBuffer.allocate(2 * prompt.length());
        prompt.chars().forEach(unit -> units.putChar((char) unit));
        ByteBuffer digest = ByteBuffer.wrap(sha256(units.array()));
        return new PromptSeed(IntStream.range(0, 16)
                .mapToDouble(i -> (digest.getShort(2 * i) & 0xFFFF) / 65536.0)
                .toArray());
    }

    /** From {@code low} to less than {@code high}; knobs are numbered from 0 to 15. */
    double between(int knob, double low, double high) {
        return low + values[knob] * (high - low);
    }

    /** A whole number from {@code low} to {@code high}, both possible. */
    int whole(int knob, int low, int high) {
        return low + (int) (values[knob] * (high - low + 1));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
