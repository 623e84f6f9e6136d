package org.meshgate.webhooks.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.meshgate.jobs.dispatch.DispatchTime;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.LuaScript;

/**
 * Loads the Lua scripts about webhooks, and makes their first arguments. The library of deliveries is one of the feature
 * {@code jobs}, whose scripts add deliveries when a job ends.
 *
 * @param prefix of all keys
 */
public record WebhookScripts(KeyPrefix prefix, DispatchTime time) {

    private static final List<String> LIBRARIES =
            List.of("/jobs/lib/reading.lua", "/jobs/lib/calendar.lua", "/jobs/lib/deliveries.lua", "lib/endpoints.lua");

    /** Loads a script that reads or changes endpoints and their queues. */
    public static LuaScript load(String file) {
        return LuaScript.load(
                "webhooks", Stream.concat(LIBRARIES.stream(), Stream.of(file)).toArray(String[]::new));
    }

    /** The prefix of keys, and the arguments. */
    public List<String> arguments(String... more) {
        return Stream.concat(Stream.of(prefix.key("")), Stream.of(more)).toList();
    }

    /** The prefix of keys, the time for the script, and the arguments; more can be added. */
    public List<String> timed(String... more) {
        List<String> arguments = new ArrayList<>();
        arguments.add(prefix.key(""));
        arguments.add(time.argument());
        arguments.addAll(List.of(more));
        return arguments;
    }

    /** An optional switch as the scripts read it. */
    static String flag(Optional<Boolean> value) {
        return value.map(on -> on ? "1" : "0").orElse("");
    }
}
