package org.meshgate.usage;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Reports usage. The caller has checked authorization. */
@ApplicationScoped
class UsageService {

    /** How many users a report names; the others are one row. */
    static final int MAX_USERS = 100;

    /** How many features or tokens a report names. */
    static final int MAX_ROWS = 1_000;

    /** Key of the row of all that are not named. */
    static final String OTHER = "other";

    /** How many users of each day are considered. */
    private static final int USERS_PER_DAY = 200;

    private static final Comparator<Row> BY_GPU_TIME = Comparator.comparingLong(
                    (Row row) -> row.counters().gpuMillis())
            .thenComparingLong(row -> row.counters().jobs())
            .reversed()
            .thenComparing(Row::key);

    private final UsageStore store;

    UsageService(UsageStore store) {
        this.store = store;
    }

    /**
     * A row of a report.
     *
     * @param key a day, a feature, or the id of a token or user; {@code other} for all that are not named
     */
    record Row(String key, Counters counters) {}

    /** A report. The total is that of the range, also of jobs that no row has. */
    record Report(List<Row> rows, Counters total) {}

    /**
     * Reports the usage of jobs that ended on these days: each day, or the other rows with the most GPU time first.
     *
     * @param owner absent for the whole server, {@link UsageStore#NO_OWNER} for jobs without an owner
     */
    Uni<Report> report(Optional<String> owner, UsageQuery query) {
        List<LocalDate> days = query.days();
        return store.days(owner, days).chain(counters -> {
            Counters total = Counters.sum(counters);
            return switch (query.by()) {
                case DAY -> Uni.createFrom().item(new Report(rows(days, counters), total));
                case FEATURE -> store.groups(owner, "f", days).map(groups -> new Report(sorted(groups), total));
                case TOKEN -> store.groups(owner, "t", days).map(groups -> new Report(sorted(groups), total));
                case USER -> users(days, total);
            };
        });
    }

    private static List<Row> rows(List<LocalDate> days, List<Counters> counters) {
        return IntStream.range(0, days.size())
                .mapToObj(i -> new Row(days.get(i).toString(), counters.get(i)))
                .toList();
    }

    private static List<Row> sorted(Map<String, Counters> groups) {
        List<Row> sorted = groups.entrySet().stream()
                .map(group -> new Row(group.getKey(), group.getValue()))
                .sorted(Comparator.comparing((Row row) -> row.key().equals(OTHER))
                        .thenComparing(BY_GPU_TIME))
                .toList();
        return sorted.size() <= MAX_ROWS
                ? sorted
                : withRest(
                        sorted.subList(0, MAX_ROWS),
                        Counters.sum(sorted.subList(MAX_ROWS, sorted.size()).stream()
                                .map(Row::counters)
                                .toList()));
    }

    private Uni<Report> users(List<LocalDate> days, Counters total) {
        return store.topUsers(days, USERS_PER_DAY)
                .onItem()
                .transformToMulti(millis -> Multi.createFrom()
                        .iterable(millis.entrySet().stream()
                                .sorted(Map.Entry.<String, Long>comparingByValue()
                                        .reversed()
                                        .thenComparing(Map.Entry.comparingByKey()))
                                .limit(MAX_USERS)
                                .map(Map.Entry::getKey)
                                .toList()))
                .onItem()
                .transformToUniAndConcatenate(user ->
                        store.days(Optional.of(user), days).map(counters -> new Row(user, Counters.sum(counters))))
                .collect()
                .asList()
                .map(rows -> new Report(withOthers(rows, total), total));
    }

    private static List<Row> withOthers(List<Row> users, Counters total) {
        Counters others =
                total.minus(Counters.sum(users.stream().map(Row::counters).toList()));
        return withRest(users.stream().sorted(BY_GPU_TIME).toList(), others);
    }

    private static List<Row> withRest(List<Row> named, Counters rest) {
        return rest.jobs() > 0
                ? Stream.concat(named.stream(), Stream.of(new Row(OTHER, rest))).toList()
                : named;
    }
}
