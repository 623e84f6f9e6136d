package org.meshgate.system.host;

import java.util.List;
import java.util.OptionalLong;

/**
 * What Linux says of itself in {@code /proc}. Management beans of the JVM do not fit: a native executable has them only
 * in part.
 */
final class ProcFiles {

    private static final long KIB = 1024;
    private static final int IDLE = 3;
    private static final int WAITING_FOR_DISK = 4;

    /** What follows is time of guests, which is in the first two already. */
    private static final int COLUMNS = 8;

    private ProcFiles() {}

    /** Ticks of all processors since the start of the machine. */
    record Ticks(long busy, long all) {

        static final Ticks NONE = new Ticks(0, 0);
    }

    /** A line of {@code /proc/meminfo} in bytes; absent when there is no such line with a number. */
    static OptionalLong memory(List<String> lines, String name) {
        for (String line : lines) {
            String[] words = line.trim().split("\\s+");
            if (words.length >= 2 && words[0].equals(name + ":") && isNumber(words[1])) {
                return OptionalLong.of(Long.parseLong(words[1]) * KIB);
            }
        }
        return OptionalLong.empty();
    }

    /** The first line of {@code /proc/stat}; {@link Ticks#NONE} when it is not there. */
    static Ticks ticks(List<String> lines) {
        for (String line : lines) {
            String[] words = line.trim().split("\\s+");
            if (words[0].equals("cpu")) {
                long all = 0;
                long idle = 0;
                for (int i = 1; i < words.length && i <= COLUMNS; i++) {
                    long ticks = isNumber(words[i]) ? Long.parseLong(words[i]) : 0;
                    all += ticks;
                    idle += i - 1 == IDLE || i - 1 == WAITING_FOR_DISK ? ticks : 0;
                }
                return new Ticks(all - idle, all);
            }
        }
        return Ticks.NONE;
    }

    private static boolean isNumber(String word) {
        return word.matches("\\d{1,15}");
    }
}
