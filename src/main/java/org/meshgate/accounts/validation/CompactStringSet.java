package org.meshgate.accounts.validation;

import java.util.Arrays;

/**
 * A set of texts that is only ever asked whether it has one, in eight bytes for each. With ten million members, one of
 * about 10^12 other texts is taken for a member by mistake: no harm where that means to choose another password.
 */
final class CompactStringSet {

    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private final long[] sorted;

    private CompactStringSet(long[] sorted) {
        this.sorted = sorted;
    }

    boolean contains(String text) {
        return Arrays.binarySearch(sorted, hash(text)) >= 0;
    }

    int size() {
        return sorted.length;
    }

    /** FNV-1a over the characters, with the mixing of MurmurHash3 at its end. */
    private static long hash(String text) {
        long hash = OFFSET;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * PRIME;
        }
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
        return hash ^ hash >>> 33;
    }

    /** Collects a set. */
    static final class Builder {

        private static final int FIRST_ROOM = 1024;

        private long[] hashes = new long[FIRST_ROOM];
        private int size;

        void add(String text) {
            if (size == hashes.length) {
                hashes = Arrays.copyOf(hashes, size * 2);
            }
            hashes[size++] = hash(text);
        }

        CompactStringSet build() {
            Arrays.sort(hashes, 0, size);
            int kept = 0;
            for (int i = 0; i < size; i++) {
                if (i == 0 || hashes[i] != hashes[i - 1]) {
                    hashes[kept++] = hashes[i];
                }
            }
            return new CompactStringSet(Arrays.copyOf(hashes, kept));
        }
    }
}
