package org.meshgate.jobs.events;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.feed.InvalidationFeed;
import org.meshgate.redis.feed.InvalidationListener;
import org.meshgate.runtime.RunMode;

/**
 * Notifies listeners of changes of jobs by any replica, command or worker. The scripts that change a job write {@code jobs:news:{id}};
 * the invalidation feed tells this process, so a listener costs Redis nothing.
 */
@ApplicationScoped
class JobChangeFeed implements InvalidationListener {

    private final InvalidationFeed feed;
    private final RunMode runMode;
    private final String prefix;

    /** Bounded by the limits of subscriptions and of waiting submissions. */
    private final ConcurrentHashMap<String, Set<Runnable>> listeners = new ConcurrentHashMap<>();

    JobChangeFeed(InvalidationFeed feed, KeyPrefix keys, RunMode runMode) {
        this.runMode = runMode;
        this.feed = feed;
        this.prefix = keys.key("jobs:news:");
    }

    void start(@Observes @Priority(InvalidationFeed.REGISTRATION_PRIORITY) StartupEvent event) {
        if (runMode.serving()) {
            feed.watch(List.of(prefix), this);
        }
    }

    /** Whether listeners hear of every change; otherwise they must poll. */
    boolean proven() {
        return feed.proven();
    }

    /**
     * Adds a listener.
     *
     * @param onChange runs after each change of the job, on an event loop; must not block
     * @return removes the listener
     */
    Runnable listen(String jobId, Runnable onChange) {
        listeners.compute(jobId, (id, known) -> {
            Set<Runnable> all = known == null ? ConcurrentHashMap.newKeySet() : known;
            all.add(onChange);
            return all;
        });
        return () -> listeners.computeIfPresent(jobId, (id, all) -> {
            all.remove(onChange);
            return all.isEmpty() ? null : all;
        });
    }

    @Override
    public void changed(String key) {
        Set<Runnable> interested = listeners.get(key.substring(prefix.length()));
        if (interested != null) {
            interested.forEach(Runnable::run);
        }
    }

    /** Nothing is cached here; while the feed is not proven, listeners poll. */
    @Override
    public void anythingChanged() {}
}
