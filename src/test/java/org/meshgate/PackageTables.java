package org.meshgate;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which feature may use which; {@link SubPackageTables} has their parts. What is not named is forbidden; see
 * docs/architecture.md for what lives where.
 */
final class PackageTables {

    static final Set<String> BASE = Set.of("http", "redis", "caller", "problem", "config", "runtime");

    static final Map<String, Set<String>> MAY_USE = new TreeMap<>(Map.ofEntries(
            Map.entry(
                    "cli",
                    plusBase(
                            "auth",
                            "system",
                            "worker",
                            "accounts",
                            "diagnostics",
                            "jobs",
                            "identity",
                            "files",
                            "catalog",
                            "throttle",
                            "audit")),
            Map.entry("webhooks", plusBase("jobs", "identity", "audit")),
            Map.entry("console", BASE),
            Map.entry("diagnostics", plusBase("accounts", "identity", "jobs", "catalog", "files")),
            Map.entry("auth", plusBase("identity", "files", "throttle")),
            Map.entry("system", plusBase("jobs", "files", "catalog", "worker")),
            Map.entry("worker", plusBase("jobs", "files", "catalog", "audit")),
            Map.entry("accounts", plusBase("identity", "jobs", "throttle", "audit", "webhooks")),
            Map.entry("jobs", plusBase("catalog", "files", "audit")),
            Map.entry("identity", BASE),
            Map.entry("files", plusBase("audit")),
            Map.entry("catalog", BASE),
            Map.entry("throttle", BASE),
            Map.entry("usage", plusBase("audit")),
            Map.entry("audit", BASE),
            Map.entry("http", Set.of("caller", "problem", "config", "runtime")),
            Map.entry("redis", Set.of("config", "problem", "runtime")),
            Map.entry("caller", Set.of()),
            Map.entry("problem", Set.of()),
            Map.entry("config", Set.of()),
            Map.entry("runtime", Set.of())));

    private PackageTables() {}

    private static Set<String> plusBase(String... features) {
        Set<String> all = new TreeSet<>(BASE);
        all.addAll(List.of(features));
        return all;
    }
}
