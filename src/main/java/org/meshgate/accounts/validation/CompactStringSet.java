package org.meshgate.accounts.validation;

import java.util.Arrays;

/**
 * A memory-efficient set for membership tests: a sorted array of 64-bit hashes, eight bytes per member. With ten
 * million members, about one in 10^12 other strings is a false positive, which merely asks a user to choose another
 * password.
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

    /** FNV-1a over the characters, finalized with the mixer of MurmurHash3. */
    private static long hash(String text) {
        long hash = OFFSET;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * PRIME;
        }
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
        return hash ^ hash >>> 33;
    }

    /** Builds a set. */
    static final class Builder {

        private static final int INITIAL_CAPACITY = 1024;

        private long[] hashes = new long[INITIAL_CAPACITY];
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
