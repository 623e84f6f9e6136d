package org.meshgate.identity.password;

import java.lang.ref.SoftReference;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.FixedBlockPool;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id (RFC 9106) with one lane and the memory and passes of {@link Argon2Cost}. Hashes are PHC strings:
 * {@code $argon2id$v=19$m=19456,t=2,p=1$salt$hash}. Every call takes tens of milliseconds of CPU time and must not
 * run on an event loop.
 */
final class Argon2 {

    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    private static final Pattern PHC =
            Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})\\$([^$]+)\\$([^$]+)");

    private final SecureRandom random;
    private final Argon2Cost cost;

    /** A hash that matches no password, with current parameters. Verified for unknown users, to equalize the work. */
    private final Stored decoy;

    private final LongAdder computations = new LongAdder();

    /**
     * Pool of block memory, shared by all hash threads. Allocating 19 MiB per hash would cause frequent GC pauses,
     * and the garbage would stay until the next full GC. The pool grows to the peak number of concurrent hashes; soft
     * references let the GC reclaim it.
     */
    private final Deque<SoftReference<BlockPool>> idleMemory = new ConcurrentLinkedDeque<>();

    Argon2(SecureRandom random, Argon2Cost cost) {
        this.random = random;
        this.cost = cost;
        this.decoy = new Stored(cost.memoryKib(), cost.passes(), LANES, new byte[SALT_BYTES], new byte[HASH_BYTES]);
    }

    String hash(String password) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        byte[] hash = compute(password, salt, cost.memoryKib(), cost.passes(), LANES, HASH_BYTES);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + cost.memoryKib() + ",t=" + cost.passes() + ",p=" + LANES + "$"
                + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);
    }

    /**
     * Whether the password matches the hash. A missing or malformed PHC string gives false after the same amount of
     * work.
     */
    boolean verify(String password, Optional<String> phc) {
        Optional<Stored> known = phc.flatMap(Argon2::parse);
        Stored stored = known.orElse(decoy);
        byte[] computed =
                compute(password, stored.salt, stored.memory, stored.passes, stored.lanes, stored.hash.length);
        return MessageDigest.isEqual(stored.hash, computed) && known.isPresent();
    }

    /** Whether the cost, salt length or hash length of a hash is below the current parameters. */
    boolean isOutdated(String phc) {
        return parse(phc)
                .filter(read -> read.memory < cost.memoryKib()
                        || read.passes < cost.passes()
                        || read.salt.length < SALT_BYTES
                        || read.hash.length < HASH_BYTES)
                .isPresent();
    }

    /** The number of computed hashes. Tests compare this work instead of time. */
    long computations() {
        return computations.sum();
    }

    private byte[] compute(String password, byte[] salt, int memory, int passes, int lanes, int length) {
        computations.increment();
        BlockPool blocks = memory();
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memory)
                .withIterations(passes)
                .withParallelism(lanes)
                .withSalt(salt)
                .withBlockPool(blocks)
                .build());
        byte[] utf8 = password.getBytes(StandardCharsets.UTF_8);
        byte[] hash = new byte[length];
        generator.generateBytes(utf8, hash);
        Arrays.fill(utf8, (byte) 0);
        idleMemory.addFirst(new SoftReference<>(blocks));
        return hash;
    }

    private BlockPool memory() {
        for (SoftReference<BlockPool> idle = idleMemory.pollFirst(); idle != null; idle = idleMemory.pollFirst()) {
            BlockPool blocks = idle.get();
            if (blocks != null) {
                return blocks;
            }
        }
        return new FixedBlockPool(Argon2BytesGenerator.getBlockCount(cost.memoryKib(), LANES));
    }

    private static Optional<Stored> parse(String phc) {
        Matcher parts = PHC.matcher(phc);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            return Stored.within(new Stored(
                    Integer.parseInt(parts.group(1)),
                    Integer.parseInt(parts.group(2)),
                    Integer.parseInt(parts.group(3)),
                    Base64.getDecoder().decode(parts.group(4)),
                    Base64.getDecoder().decode(parts.group(5))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private record Stored(int memory, int passes, int lanes, byte[] salt, byte[] hash) {

        /** Rejects excessive parameters, which would exhaust CPU or memory. */
        static Optional<Stored> within(Stored read) {
            boolean sane = read.lanes >= 1
                    && read.lanes <= 4
                    && read.passes >= 1
                    && read.passes <= 10
                    && read.memory >= 8 * read.lanes
                    && read.memory <= 65_536
                    && read.salt.length >= 8
                    && read.salt.length <= 64
                    && read.hash.length >= 16
                    && read.hash.length <= 64;
            return sane ? Optional.of(read) : Optional.empty();
        }
    }
}
