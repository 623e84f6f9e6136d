package org.meshgate.cli.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Addresses and delays of calls. */
class AddressesAndDelaysTest {

    @ParameterizedTest
    @CsvSource({
        "http://h:7842,       https://public.example.com/api/v1/x?sig=a%2Bb, http://h:7842/api/v1/x?sig=a%2Bb",
        "https://h/mesh/,     /api/v1/worker/files/a,                      https://h/mesh/api/v1/worker/files/a",
        "https://h/mesh,      https://h/mesh/api/v1/x,                     https://h/mesh/api/v1/x"
    })
    void linkIsFollowedAtTheGivenServerAlone(String server, String link, String expected) {
        assertThat(ServerBaseUrl.of(URI.create(server)).link(link)).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource({"http://169.254.169.254/latest", "file:///etc/passwd", "''", "/api/v1/a b"})
    void linkToSomethingElseIsRefused(String link) {
        ServerBaseUrl server = ServerBaseUrl.of(URI.create("http://h"));
        assertThatThrownBy(() -> server.link(link)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void delaysDoubleUpToTheirMaximumWithJitter() {
        Backoff backoff = new Backoff(new Random(1), Duration.ofMillis(500), Duration.ofSeconds(30));
        for (long full : new long[] {500, 1000, 2000, 4000, 8000, 16000, 30000, 30000}) {
            assertThat(backoff.next(Optional.empty()).toMillis()).isBetween(full / 2, full);
        }
        backoff.reset();
        assertThat(backoff.next(Optional.empty()).toMillis()).isBetween(250L, 500L);
    }

    @Test
    void delayIsNotShorterThanTheServerAsksAndFiveMinutesAtMost() {
        Backoff backoff = new Backoff(new Random(1), Duration.ofMillis(500), Duration.ofSeconds(30));
        assertThat(backoff.next(Optional.of(Duration.ofSeconds(40)))).isEqualTo(Duration.ofSeconds(40));
        assertThat(backoff.next(Optional.of(Duration.ofDays(1)))).isEqualTo(Duration.ofMinutes(5));
        assertThat(backoff.next(Optional.of(Duration.ZERO)).toMillis()).isBetween(1000L, 2000L);
    }
}
