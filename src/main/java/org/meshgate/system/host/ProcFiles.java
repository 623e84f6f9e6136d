package org.meshgate.system.host;

import java.util.List;
import java.util.OptionalLong;

/**
 * Parses files of {@code /proc} on Linux. The management beans of the JVM are only partly available in a native
 * executable.
 */
final class ProcFiles {

    private static final long KIB = 1024;
    private static final int IDLE = 3;
    private static final int IOWAIT = 4;

    /** The columns after these are guest time, which the first two include. */
    private static final int COLUMNS = 8;

    private ProcFiles() {}

    /** Ticks of all processors since the boot. */
    record Ticks(long busy, long all) {

        static final Ticks NONE = new Ticks(0, 0);
    }

    /** A value of {@code /proc/meminfo} in bytes; empty if it is missing. */
    static OptionalLong memory(List<String> lines, String name) {
        for (String line : lines) {
            String[] words = line.trim().split("\\s+");
            if (words.length >= 2 && words[0].equals(name + ":") && isNumber(words[1])) {
                return OptionalLong.of(Long.parseLong(words[1]) * KIB);
            }
        }
        return OptionalLong.empty();
    }

    /** The ticks in {@code /proc/stat}; {@link Ticks#NONE} if they are missing. */
    static Ticks ticks(List<String> lines) {
        for (String line : lines) {
            String[] words = line.trim().split("\\s+");
            if (words[0].equals("cpu")) {
                long all = 0;
                long idle = 0;
                for (int i = 1; i < words.length && i <= COLUMNS; i++) {
                    long ticks = isNumber(words[i]) ? Long.parseLong(words[i]) : 0;
                    all += ticks;
                    idle += i - 1 == IDLE || i - 1 == IOWAIT ? ticks : 0;
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
