package org.meshgate.jobs.dispatch;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.meshgate.jobs.dispatch.JobModel.Place;
import org.meshgate.testing.GpuScheduler;
import org.meshgate.testing.RedisView;

/** The status of each job in Redis, and in which queue it is. */
record JobPlaces(RedisView redis, GpuScheduler scheduler) {

    /** Empties Redis, but for accounts and tokens. */
    private static final String FORGET_JOBS = "for _, name in ipairs(redis.call('KEYS', '3daigc:*')) do"
            + " if not string.find(name, '^3daigc:user') and not string.find(name, '^3daigc:token')"
            + " and name ~= '3daigc:link_secret' then redis.call('DEL', name) end end"
            + " redis.call('DEL', '3daigc:users:limits') redis.call('SET', '3daigc:usage:since', '0')";

    /** Empties Redis, but for accounts and tokens, and adds a webhook that is told of all ends of jobs. */
    void forgetJobs() {
        redis.send(Command.EVAL, FORGET_JOBS, "0");
        redis.send(Command.HSET, "3daigc:webhooks:of:server", "wh_all", "job.completed job.failed job.cancelled");
        redis.send(Command.HSET, "3daigc:webhook:wh_all", "created_at", "0", "lane", "live");
    }

    /** By id, as {@code "queued PENDING"}; but for these jobs. */
    Map<String, String> statuses(Set<String> ghosts) {
        Map<String, String> actual = new TreeMap<>();
        Map<Place, Set<String>> places = Map.of(
                Place.PENDING, members(redis.send(Command.ZRANGE, "3daigc:queue:pending", "0", "-1")),
                Place.DELAYED, members(redis.send(Command.ZRANGE, "3daigc:queue:delayed", "0", "-1")),
                Place.LEASE, members(redis.send(Command.ZRANGE, "3daigc:queue:leases", "0", "-1")),
                Place.SCHEDULER, members(redis.send(Command.SMEMBERS, "3daigc:queue:processing")));
        Set<String> ids = members(redis.send(Command.HKEYS, "3daigc:jobs"));
        ids.removeAll(ghosts);
        for (String id : ids) {
            Place place = places.entrySet().stream()
                    .filter(entry -> entry.getValue().contains(id))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse(Place.NONE);
            actual.put(id, scheduler.record(id).path("status").asText() + " " + place);
        }
        return actual;
    }

    /** What was counted for those of the jobs that have ended: GPU milliseconds by id. */
    Map<String, Long> usage(Set<String> jobs) {
        Map<String, Long> counted = new TreeMap<>();
        for (String id : jobs) {
            Optional.ofNullable(redis.hashField("jobs:usage", id))
                    .ifPresent(millis -> counted.put(id, Long.valueOf(millis)));
        }
        return counted;
    }

    private static Set<String> members(Response reply) {
        Set<String> members = new HashSet<>();
        reply.forEach(member -> members.add(member.toString()));
        return members;
    }
}
