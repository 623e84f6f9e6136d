package org.meshgate.system.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.meshgate.system.host.ProcFiles.Ticks;

/** What Linux says of itself, and what others may say there. */
class ProcFilesTest {

    @Test
    void memoryIsInKibibytes() {
        List<String> lines =
                List.of("MemTotal:       24684084 kB", "MemFree:  1 kB", "MemAvailable:   2 kB", "Odd:", "");
        assertThat(ProcFiles.memory(lines, "MemTotal")).hasValue(24684084L * 1024);
        assertThat(ProcFiles.memory(lines, "MemAvailable")).hasValue(2048);
        assertThat(ProcFiles.memory(lines, "Mem")).isEmpty();
        assertThat(ProcFiles.memory(lines, "Odd")).isEmpty();
        assertThat(ProcFiles.memory(List.of("MemTotal: much kB"), "MemTotal")).isEmpty();
    }

    @Test
    void iowaitIsIdleAndGuestTimeCountsOnce() {
        List<String> lines = List.of("cpu  10 1 5 100 20 2 3 4 9 9", "cpu0 1 1 1 1 1 1 1 1 1 1");
        assertThat(ProcFiles.ticks(lines)).isEqualTo(new Ticks(25, 145));
        assertThat(ProcFiles.ticks(List.of())).isEqualTo(Ticks.NONE);
        assertThat(ProcFiles.ticks(List.of("cpu x y"))).isEqualTo(new Ticks(0, 0));
    }
}
