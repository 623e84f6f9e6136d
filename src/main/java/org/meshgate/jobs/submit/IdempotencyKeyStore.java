package org.meshgate.jobs.submit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.meshgate.jobs.record.JobJson;
import org.meshgate.jobs.submit.SubmissionStore.IdempotencyKey;
import org.meshgate.problem.ValidationFailedException;
import org.meshgate.redis.LuaScript;
import org.meshgate.redis.RedisCommands;
import org.meshgate.runtime.Digests;

/**
 * The idempotency keys of submissions in Redis: the request that each key stands for, and the request that holds it
 * now. A key is claimed before the files of its request are stored, so that a repeated request stores none.
 */
@ApplicationScoped
class IdempotencyKeyStore {

    private static final Logger LOG = Logger.getLogger(IdempotencyKeyStore.class);

    private static final LuaScript CLAIM = LuaScript.load("jobs", "claim-key.lua");
    private static final LuaScript RELEASE = LuaScript.load("jobs", "release-key.lua");

    private static final Duration LIFETIME = Duration.ofDays(1);

    /** How long a key stays claimed when the server dies before it has queued the job. */
    private static final Duration CLAIM_LIFETIME = Duration.ofMinutes(1);

    /** Printable ASCII, as in the IETF draft "The Idempotency-Key HTTP Header Field". */
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private final RedisCommands redis;
    private final SubmissionStore store;
    private final JobJson json;

    IdempotencyKeyStore(RedisCommands redis, SubmissionStore store, JobJson json) {
        this.redis = redis;
        this.store = store;
        this.json = json;
    }

    /** The outcome of a claim. */
    sealed interface Claim {

        /** This is the first request with the key; it is handled now. */
        record Claimed() implements Claim {}

        /** The request was accepted before. {@code id} is its job, {@code position} the one that it had when queued. */
        record Accepted(String id, long position) implements Claim {}

        /** The key was used for another request. */
        record Differs() implements Claim {}

        /** The same request is still being handled. */
        record InFlight() implements Claim {}
    }

    /**
     * Hashes a key and its request. The order of members in the body does not matter (RFC 8259 section 4).
     *
     * @param key value of the header
     * @param path the path of the job type
     * @param body the submission
     * @throws ValidationFailedException when the key is malformed
     */
    IdempotencyKey of(String key, String path, ObjectNode body) {
        if (!KEY.matcher(key).matches()) {
            throw new ValidationFailedException(
                    "Idempotency-Key", "must be 1 to 255 printable ASCII characters without spaces");
        }
        return new IdempotencyKey(
                digest(out -> out.write(key.getBytes(StandardCharsets.UTF_8))),
                digest(out -> {
                    out.write((path + "\n").getBytes(StandardCharsets.UTF_8));
                    json.writeSorted(body, out);
                }),
                LIFETIME);
    }

    /** @param holder identifies this claim: the id of the job to be created */
    Uni<Claim> claim(Optional<String> owner, IdempotencyKey key, String holder) {
        return redis.run(
                        CLAIM,
                        List.of(store.redisKey(owner, key)),
                        List.of(key.request(), holder, Long.toString(CLAIM_LIFETIME.toSeconds())))
                .map(Optional::orElseThrow)
                .map(IdempotencyKeyStore::claim);
    }

    private static Claim claim(Response reply) {
        return switch (reply.get(0).toString()) {
            case "claimed" -> new Claim.Claimed();
            case "again" ->
                new Claim.Accepted(reply.get(1).toString(), reply.get(2).toLong());
            case "differs" -> new Claim.Differs();
            default -> new Claim.InFlight();
        };
    }

    /** Releases a claim whose request was rejected, so that the client may send it again. Never fails. */
    Uni<Void> release(Optional<String> owner, IdempotencyKey key, String holder) {
        return redis.run(RELEASE, List.of(store.redisKey(owner, key)), List.of(holder))
                .onFailure()
                .invoke(failure ->
                        LOG.debugf("an idempotency key stays claimed for a minute: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    @FunctionalInterface
    private interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** SHA-256 in hexadecimal. */
    private static String digest(Content content) {
        MessageDigest sha256 = Digests.newSha256();
        try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), sha256)) {
            content.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return HexFormat.of().formatHex(sha256.digest());
    }
}
