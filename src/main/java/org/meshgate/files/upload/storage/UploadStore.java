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

/** File records and their indexes in Redis, shared with 3DAIGC-API. Every step is bounded. */
@ApplicationScoped
public class UploadStore {

    private static final String COMMON = "uploads.lua";
    private static final LuaScript ADD = LuaScript.load("files", COMMON, "add-upload.lua");
    private static final LuaScript DELETE = LuaScript.load("files", COMMON, "delete-upload.lua");
    private static final LuaScript FORGET = LuaScript.load("files", COMMON, "forget-uploads.lua");
    private static final LuaScript LIST = LuaScript.load("files", COMMON, "list-uploads.lua");
    private static final LuaScript SWEEP = LuaScript.load("files", COMMON, "sweep-uploads.lua");
    private static final LuaScript KNOWN = LuaScript.load("files", COMMON, "known-uploads.lua");

    private static final LuaScript OWNERS = LuaScript.load("files", COMMON, "upload-owners.lua");
    private static final LuaScript USAGE = LuaScript.load("files", COMMON, "upload-usage.lua");

    /** What the script says of the owner of an upload that has none. */
    private static final String ANONYMOUS = "-";

    private static final String EMPTY = "";

    /** How many entries without a record one page may step over. */
    private static final int MAX_DEAD = 500;

    private final RedisCommands redis;
    private final UploadJson json;
    private final KeyPrefix keys;

    UploadStore(RedisCommands redis, UploadJson json, KeyPrefix keys) {
        this.redis = redis;
        this.json = json;
        this.keys = keys;
    }

    /**
     * What all uploads of one user may be together.
     *
     * @param bytes 0 for any number
     * @param files 0 for any number
     */
    record Quota(long bytes, int files) {}

    /** What became of a new record. */
    enum Addition {
        /** It is there. */
        ADDED,
        /** The owner's uploads would have too many bytes. */
        TOO_LARGE,
        /** The owner has too many. */
        TOO_MANY
    }

    /**
     * A part of a list.
     *
     * @param total how many entries the list has, a few of which may have expired
     */
    record Page(List<StoredUpload> uploads, long total) {}

    /**
     * A step of forgetting.
     *
     * @param entries how many entries left the list; 0 when none was left
     * @param uploads those of them that had a record
     */
    public record Forgotten(long entries, List<StoredUpload> uploads) {}

    /**
     * Keeps a record until it expires.
     *
     * @param bytes the size that counts against the quota
     * @param quota of all uploads of the owner
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

    /** The record of an id, also one that is about to expire. */
    Uni<Optional<StoredUpload>> read(String id) {
        return redis.send(Command.GET, List.of(keys.key("file:" + id)))
                .map(reply -> reply.flatMap(text -> json.read(id, text.toString())));
    }

    /** How many bytes the uploads of a user take. */
    Uni<Long> usage(String owner) {
        return redis.run(USAGE, List.of(), List.of(keys.key(EMPTY), owner))
                .map(reply -> reply.orElseThrow().toLong());
    }

    /** Forgets an upload; false when it was forgotten already. */
    Uni<Boolean> delete(String id) {
        return redis.run(DELETE, List.of(), List.of(keys.key(EMPTY), id))
                .map(reply -> reply.orElseThrow().toInteger() > 0);
    }

    /** Forgets a user's oldest uploads, so many at most. */
    public Uni<Forgotten> forgetSome(String owner, int count) {
        return redis.run(FORGET, List.of(), List.of(keys.key(EMPTY), owner, Integer.toString(count)))
                .map(Optional::orElseThrow)
                .map(reply -> new Forgotten(reply.get(0).toLong(), rows(reply.get(1))));
    }

    /**
     * Uploads, newest first.
     *
     * @param owner absent for those of everybody
     * @param type absent for all
     */
    Uni<Page> list(Optional<String> owner, Optional<String> type, long offset, int limit) {
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
                                Integer.toString(MAX_DEAD)))
                .map(Optional::orElseThrow)
                .map(reply -> new Page(rows(reply.get(1)), reply.get(0).toLong()));
    }

    private List<StoredUpload> rows(Response rows) {
        List<StoredUpload> uploads = new ArrayList<>();
        rows.forEach(
                row -> json.read(row.get(0).toString(), row.get(1).toString()).ifPresent(uploads::add));
        return uploads;
    }

    /** Drops entries without a record from the lists, a step at a time; returns where to go on, 0 at the end. */
    public Uni<Long> sweep(long from, int count) {
        return redis.run(SWEEP, List.of(), List.of(keys.key(EMPTY), Long.toString(from), Integer.toString(count)))
                .map(reply -> reply.orElseThrow().toLong());
    }

    /** Those of some ids that have a record. */
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

    /** Whose an upload is; not there when nothing is remembered of it. */
    record Owner(Optional<String> userId) {}

    /** Whose some uploads are, also when their records have expired a short while ago; in the order of the ids. */
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
