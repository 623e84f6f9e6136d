package org.meshgate.usage;

import java.util.List;

/**
 * What jobs that ended cost.
 *
 * @param jobs all of them
 * @param failed those that failed
 * @param cancelled those that were cancelled, or deleted before their end
 * @param gpuMillis milliseconds from claim to end, of all attempts
 * @param bytes of results
 */
record Counters(long jobs, long failed, long cancelled, long gpuMillis, long bytes) {

    static final Counters NONE = new Counters(0, 0, 0, 0, 0);

    private static final int COUNT = 5;

    /** Reads the form in Redis; nothing for any other text. */
    static Counters parse(String text) {
        String[] numbers = text.split(" ");
        if (numbers.length != COUNT) {
            return NONE;
        }
        try {
            return new Counters(
                    Long.parseLong(numbers[0]),
                    Long.parseLong(numbers[1]),
                    Long.parseLong(numbers[2]),
                    Long.parseLong(numbers[3]),
                    Long.parseLong(numbers[4]));
        } catch (NumberFormatException e) {
            return NONE;
        }
    }

    static Counters sum(List<Counters> all) {
        return all.stream().reduce(NONE, Counters::plus);
    }

    Counters plus(Counters other) {
        return new Counters(
                jobs + other.jobs,
                failed + other.failed,
                cancelled + other.cancelled,
                gpuMillis + other.gpuMillis,
                bytes + other.bytes);
    }

    Counters minus(Counters other) {
        return new Counters(
                jobs - other.jobs,
                failed - other.failed,
                cancelled - other.cancelled,
                gpuMillis - other.gpuMillis,
                bytes - other.bytes);
    }
}
