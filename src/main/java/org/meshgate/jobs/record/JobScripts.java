package org.meshgate.jobs.record;

import java.util.stream.Stream;
import org.meshgate.redis.LuaScript;

/** Loads the Lua scripts about jobs, each with the libraries of {@code lua/jobs/lib} that it uses. */
public final class JobScripts {

    private static final String FOLDER = "jobs";
    private static final String READING = "lib/reading.lua";
    private static final String[] QUEUE = {READING, "lib/record.lua", "lib/fair.lua"};
    private static final String[] CHANGING = {
        "lib/calendar.lua", "lib/usage.lua", "lib/deliveries.lua", "lib/ended.lua", "lib/index.lua"
    };

    private static final String[] BUDGETS = {"lib/calendar.lua", "lib/usage.lua", "lib/folding.lua", "lib/budgets.lua"};

    private JobScripts() {}

    /** A script that reads records. */
    public static LuaScript reading(String... files) {
        return load(new String[] {READING}, files);
    }

    /** A script that tells positions in the queue. */
    public static LuaScript positions(String... files) {
        return load(QUEUE, concat(new String[] {"lib/position.lua"}, files));
    }

    /** A script that changes index entries or the queue. */
    public static LuaScript changing(String... files) {
        return load(QUEUE, concat(CHANGING, files));
    }

    /** A script that queues jobs. */
    public static LuaScript submitting(String... files) {
        return changing(concat(new String[] {"lib/folding.lua", "lib/budgets.lua", "lib/position.lua"}, files));
    }

    /** A script that reads budgets, or adds to usage. */
    public static LuaScript budgets(String... files) {
        return load(QUEUE, concat(BUDGETS, files));
    }

    /** A script that begins or ends attempts of workers. */
    public static LuaScript attempts(String... files) {
        return changing(concat(new String[] {"lib/attempt.lua"}, files));
    }

    private static LuaScript load(String[] libraries, String[] files) {
        return LuaScript.load(FOLDER, concat(libraries, files));
    }

    private static String[] concat(String[] first, String[] second) {
        return Stream.of(first, second).flatMap(Stream::of).toArray(String[]::new);
    }
}
