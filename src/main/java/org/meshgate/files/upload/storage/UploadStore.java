package org.meshgate.files.upload.storage;

import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.LuaScript;
import org.meshgate.redis.RedisCommands;
import org.meshgate.runtime.Page;

/** Upload records and their indexes in Redis, shared with 3DAIGC-API. Every script is bounded. */
@ApplicationScoped
public class UploadStore {

    private static final String COMMON = "lib/uploads.lua";
    private static final LuaScript ADD = LuaScript.load("files", COMMON, "add-upload.lua");
    private static final LuaScript DELETE = LuaScript.load("files", COMMON, "delete-upload.lua");
    private static final LuaScript FORGET = LuaScript.load("files", COMMON, "forget-uploads.lua");
    private static final LuaScript LIST = LuaScript.load("files", COMMON, "list-uploads.lua");
    private static final LuaScript SWEEP = LuaScript.load("files", COMMON, "sweep-uploads.lua");
    private static final LuaScript KNOWN = LuaScript.load("files", COMMON, "known-uploads.lua");
    private static final LuaScript OWNERS = LuaScript.load("files", COMMON, "upload-owners.lua");
    private static final LuaScript USAGE = LuaScript.load("files", COMMON, "upload-usage.lua");

    /** The reply of the script for an upload without an owner. */
    private static final String ANONYMOUS = "-";

    private static final String EMPTY = "";

    /** The maximum number of entries without a record that one page skips. */
    private static final int MAX_STALE_ENTRIES = 500;

    private final RedisCommands redis;
    private final UploadJson json;
    private final KeyPrefix keys;

    UploadStore(RedisCommands redis, UploadJson json, KeyPrefix keys) {
        this.redis = redis;
        this.json = json;
        this.keys = keys;
    }

    /**
     * The limits for all uploads of one user.
     *
     * @param bytes 0 for no limit
     * @param files 0 for no limit
     */
    record Quota(long bytes, int files) {}

    /** The outcome of adding a record. */
    enum Addition {
        ADDED,
        /** The uploads of the owner would exceed the quota in bytes. */
        TOO_LARGE,
        /** The owner has too many uploads. */
        TOO_MANY
    }
    /**
     * A batch of deleted records.
     *
     * @param entries the number of removed index entries; 0 when none was left
     * @param uploads the records of those entries that had one
     */
    public record DeletedBatch(long entries, List<StoredUpload> uploads) {}

    /**
     * Stores a record until it expires.
     *
     * @param bytes the size that counts against the quota
     * @param quota the limits for all uploads of the owner
     */
    Uni<Addition> add(StoredUpload upload, long bytes, Instant now, Duration life, Quota quota) {
        return redis.run(
                        ADD,
                        List.of(),
                        List.of(
                                keys.key(EMPTY),
                                upload.id(),
                                json.write(upload),
                                Long.toString(life.toMillis()),
                                upload.type(),
                                Long.toString(now.getEpochSecond()),
                                upload.owner().orElse(EMPTY),
                                Long.toString(bytes),
                                Long.toString(quota.bytes()),
                                Integer.toString(quota.files())))
                .map(reply -> switch (reply.orElseThrow().toString()) {
                    case "added" -> Addition.ADDED;
                    case "many" -> Addition.TOO_MANY;
                    default -> Addition.TOO_LARGE;
                });
    }

    /** Reads a record. */
    Uni<Optional<StoredUpload>> read(String id) {
        return redis.send(Command.GET, List.of(keys.key("file:" + id)))
                .map(reply -> reply.flatMap(text -> json.read(id, text.toString())));
    }

    /** The total size of a user's uploads in bytes. */
    Uni<Long> usage(String owner) {
        return redis.run(USAGE, List.of(), List.of(keys.key(EMPTY), owner))
                .map(reply -> reply.orElseThrow().toLong());
    }

    /** Deletes a record and its index entries. Returns false if there was none. */
    Uni<Boolean> delete(String id) {
        return redis.run(DELETE, List.of(), List.of(keys.key(EMPTY), id))
                .map(reply -> reply.orElseThrow().toInteger() > 0);
    }

    /** Deletes the records of a user's oldest uploads, at most {@code count}. */
    public Uni<DeletedBatch> forgetSome(String owner, int count) {
        return redis.run(FORGET, List.of(), List.of(keys.key(EMPTY), owner, Integer.toString(count)))
                .map(Optional::orElseThrow)
                .map(reply -> new DeletedBatch(reply.get(0).toLong(), rows(reply.get(1))));
    }

    /**
     * Lists uploads, newest first.
     *
     * @param owner empty for all users
     * @param type empty for all types
     */
    Uni<Page<StoredUpload>> list(Optional<String> owner, Optional<String> type, long offset, int limit) {
        String index = "files:" + owner.map(id -> "owner:" + id).orElse(EMPTY);
        String name =
                owner.isPresent() ? index + type.map(text -> ":" + text).orElse(EMPTY) : index + type.orElse("all");
        return redis.run(
                        LIST,
                        List.of(),
                        List.of(
                                keys.key(EMPTY),
                                name,
                                Long.toString(offset),
                                Integer.toString(limit),
                                Integer.toString(MAX_STALE_ENTRIES)))
                .map(Optional::orElseThrow)
                .map(reply -> new Page<>(rows(reply.get(1)), reply.get(0).toLong()));
    }

    private List<StoredUpload> rows(Response rows) {
        List<StoredUpload> uploads = new ArrayList<>();
        rows.forEach(
                row -> json.read(row.get(0).toString(), row.get(1).toString()).ifPresent(uploads::add));
        return uploads;
    }

    /** Removes index entries without a record from one batch. Returns the rank of the next batch, or 0 at the end. */
    public Uni<Long> sweep(long from, int count) {
        return redis.run(SWEEP, List.of(), List.of(keys.key(EMPTY), Long.toString(from), Integer.toString(count)))
                .map(reply -> reply.orElseThrow().toLong());
    }

    /** The ids that have a record. */
    public Uni<Set<String>> known(List<String> ids) {
        List<String> arguments = new ArrayList<>(ids.size() + 1);
        arguments.add(keys.key(EMPTY));
        arguments.addAll(ids);
        return redis.run(KNOWN, List.of(), arguments).map(reply -> {
            Set<String> known = new HashSet<>();
            reply.orElseThrow().forEach(id -> known.add(id.toString()));
            return known;
        });
    }

    /** The remembered owner of an upload; without a user id for an upload without an owner. */
    record Owner(Optional<String> userId) {}

    /** The owners of uploads in the order of the ids; empty if unknown. Also of records that expired recently. */
    Uni<List<Optional<Owner>>> owners(List<String> ids) {
        List<String> arguments = new ArrayList<>(ids.size() + 1);
        arguments.add(keys.key(EMPTY));
        arguments.addAll(ids);
        return redis.run(OWNERS, List.of(), arguments).map(reply -> {
            List<Optional<Owner>> owners = new ArrayList<>(ids.size());
            reply.orElseThrow().forEach(text -> owners.add(owner(text.toString())));
            return owners;
        });
    }

    private static Optional<Owner> owner(String text) {
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(new Owner(Optional.of(text).filter(id -> !id.equals(ANONYMOUS))));
    }
}
