package org.meshgate.worker.registry;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Values of workers by id, with a maximum for each account and for all. The one written longest ago is dropped, of the
 * account that adds one too many. Not thread-safe.
 */
final class AccountBoundedMap<V> {

    private record Entry<V>(String account, V value) {}

    private final int maxOfAccount;
    private final int max;

    /** In the order of the last write. */
    private final Map<String, Entry<V>> entries = new LinkedHashMap<>();

    private final Map<String, Set<String>> idsOfAccounts = new HashMap<>();

    AccountBoundedMap(int maxOfAccount, int max) {
        this.maxOfAccount = maxOfAccount;
        this.max = max;
    }

    Optional<V> get(String id) {
        return Optional.ofNullable(entries.get(id)).map(Entry::value);
    }

    int size() {
        return entries.size();
    }

    /** Returns the id of the worker that was dropped for this one. */
    Optional<String> put(String account, String id, V value) {
        remove(id);
        entries.put(id, new Entry<>(account, value));
        Set<String> ids = idsOfAccounts.computeIfAbsent(account, first -> new LinkedHashSet<>());
        ids.add(id);
        Optional<String> excess = ids.size() > maxOfAccount
                ? Optional.of(ids.iterator().next())
                : entries.size() > max ? Optional.of(entries.keySet().iterator().next()) : Optional.empty();
        excess.ifPresent(this::remove);
        return excess;
    }

    Optional<V> remove(String id) {
        Entry<V> removed = entries.remove(id);
        if (removed == null) {
            return Optional.empty();
        }
        Set<String> ids = idsOfAccounts.get(removed.account());
        ids.remove(id);
        if (ids.isEmpty()) {
            idsOfAccounts.remove(removed.account());
        }
        return Optional.of(removed.value());
    }

    /** Removes the value written longest ago. */
    Optional<V> poll() {
        return entries.isEmpty()
                ? Optional.empty()
                : remove(entries.keySet().iterator().next());
    }
}
