package org.meshgate.redis;

import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/**
 * The layout version of the data: {@code schema_version}. Data without an entry has the first layout, perhaps still
 * with records of 3DAIGC-API. A program does not touch data of a newer layout.
 */
@ApplicationScoped
public class SchemaVersion {

    /** The layout that this program supports. */
    public static final String CURRENT = "1";

    private final RedisCommands redis;
    private final String key;

    SchemaVersion(RedisCommands redis, KeyPrefix prefix) {
        this.redis = redis;
        this.key = prefix.key("schema_version");
    }

    /** The entry, if there is one; fails with {@link UnknownSchemaException} when it is not {@link #CURRENT}. */
    public Uni<Optional<String>> require() {
        return redis.send(Command.GET, List.of(key))
                .map(reply -> reply.map(Object::toString))
                .invoke(found -> {
                    if (found.filter(version -> !version.equals(CURRENT)).isPresent()) {
                        throw new UnknownSchemaException();
                    }
                });
    }

    /** Creates the entry if it is missing. */
    public Uni<Void> write() {
        return redis.send(Command.SETNX, List.of(key, CURRENT)).replaceWithVoid();
    }
}
