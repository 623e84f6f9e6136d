package org.meshgate.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.meshgate.diagnostics.Finding;

/** The lines that doctor prints. */
class FindingLinesTest {

    @Test
    void aFindingIsOneLineWithItsAdvice() {
        assertThat(Findings.line(Finding.ok("redis-version", "Valkey 8.0.1")))
                .isEqualTo("ok       redis-version  Valkey 8.0.1");
        assertThat(Findings.line(Finding.problem("eviction", "maxmemory-policy is volatile-ttl", "Set it.")))
                .isEqualTo("problem  eviction       maxmemory-policy is volatile-ttl. Set it.");
    }

    @Test
    void aLineHasNoControlCharacters() {
        assertThat(Findings.line(Finding.warning("configuration", "a\u001b[2Jb\nc\u202e", "Do.")))
                .isEqualTo("warning  configuration  a?[2Jb?c?. Do.");
    }
}
