package org.meshgate.jobs.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.meshgate.jobs.access.JobStore.Position;
import org.meshgate.jobs.history.HistoryFilter.Parameters;
import org.meshgate.jobs.record.JobStatus;
import org.meshgate.jobs.record.JobTimes;
import org.meshgate.problem.ValidationFailedException;
import org.meshgate.redis.Timestamps;
import org.meshgate.testing.Tries;
import org.meshgate.testing.Values;

/** What holds of cursors, times and filters of the history, whatever they are. */
class HistoryRulesTest {

    private static final long LATEST = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
    private static final long EARLIEST = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();

    private record Cursor(Position position, String list) {}

    private static Cursor cursor(Values values) {
        return new Cursor(
                new Position(
                        values.number() % 1_000_000_000_000_000L,
                        values.text(Values.LETTERS + Values.DIGITS + "-:", 1, 128)),
                values.text(80));
    }

    @Test
    void cursorRoundTripsAndIsRejectedForOtherLists() {
        Tries.forAll(HistoryRulesTest::cursor, cursor -> {
            String text = HistoryCursor.write(cursor.position(), cursor.list());
            assertThat(text).matches("[A-Za-z0-9_-]+");
            assertThat(HistoryCursor.read(text, cursor.list())).contains(cursor.position());
            assertThat(HistoryCursor.read(text, cursor.list() + "|")).isEmpty();
        });
    }

    @Test
    void rejectsAnyOtherTextAsCursor() {
        Tries.forAll(values -> values.text(500), text -> assertThat(HistoryCursor.read(text, "list"))
                .isEmpty());
        Tries.forAll(
                values -> Base64.getUrlEncoder().encodeToString(values.text(60).getBytes(StandardCharsets.UTF_8)),
                text -> assertThat(HistoryCursor.read(text, "list")).isEmpty());
        // and one that was mistyped leads to some position of the same list, or to none
        Tries.forAll(
                values -> {
                    Cursor cursor = cursor(values);
                    return values.mistyped(HistoryCursor.write(cursor.position(), "list"));
                },
                text -> assertThat(HistoryCursor.read(text, "list").map(Position::id))
                        .satisfiesAnyOf(
                                id -> assertThat(id).isEmpty(),
                                id -> assertThat(id.orElseThrow()).isNotEmpty().hasSizeLessThanOrEqualTo(128)));
        assertThat(HistoryCursor.read("A".repeat(1_000_000), "list")).isEmpty();
    }

    @Test
    void readsTimesWithAnyOffset() {
        Tries.forAll(
                values -> Instant.ofEpochSecond(
                        EARLIEST + Math.floorMod(values.number(), LATEST - EARLIEST), values.number(0, 999_999_999)),
                time -> {
                    String text = JobTimes.write(time);
                    assertThat(JobTimes.isCanonical(text)).isTrue();
                    assertThat(Timestamps.parse(text)).contains(time.truncatedTo(ChronoUnit.MILLIS));
                    assertThat(JobTimes.dayOfCanonical(text)).isEqualTo(JobTimes.day(time));
                    for (int hours : new int[] {-18, -5, 0, 14}) {
                        OffsetDateTime there = time.atOffset(ZoneOffset.ofHours(hours));
                        if (there.getYear() >= 0 && there.getYear() <= 9999) {
                            assertThat(Timestamps.parse(there.toString())).contains(time);
                        }
                    }
                });
    }

    @Test
    void anyTextIsAWritableTimeOrRejected() {
        Tries.forAll(
                values -> values.yes()
                        ? values.text(40)
                        : values.mistyped(JobTimes.write(Instant.ofEpochSecond(values.number(0, Integer.MAX_VALUE)))),
                text -> Timestamps.parse(text).ifPresent(time -> assertThat(Timestamps.parse(JobTimes.write(time)))
                        .contains(time.truncatedTo(ChronoUnit.MILLIS))));
        for (String far : List.of("+999999999-12-31T23:59:59Z", "-999999999-01-01T00:00:00", "10000-01-01T00:00:00Z")) {
            assertThat(Timestamps.parse(far)).as(far).isEmpty();
        }
    }

    @Test
    void rejectsUnknownStatus() {
        List<String> words =
                Arrays.stream(JobStatus.values()).map(JobStatus::jsonName).toList();
        assertThat(words).containsExactly("queued", "processing", "completed", "failed", "cancelled");
        words.forEach(
                word -> assertThat(JobStatus.of(word).map(JobStatus::jsonName)).contains(word));
        Tries.forAll(values -> values.mistyped(values.oneOf(words)), text -> assertThat(JobStatus.of(text))
                .isEmpty());
    }

    @Test
    void anyQueryIsValidOrRejectedByField() {
        Tries.forAll(
                values -> new Parameters(
                        maybe(values),
                        maybe(values),
                        maybe(values),
                        maybe(values),
                        maybe(values),
                        maybe(values),
                        maybe(values)),
                parameters -> {
                    try {
                        HistoryFilter filter = HistoryFilter.of(parameters);
                        assertThat(filter.paging().limit()).isBetween(1, 500);
                        assertThat(filter.paging().offset()).isNotNegative();
                    } catch (ValidationFailedException e) {
                        assertThat(e.fieldErrors()).isNotEmpty();
                    }
                });
    }

    private static Optional<String> maybe(Values values) {
        return switch (values.number(0, 3)) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(Long.toString(values.number(-2, 600)));
            case 2 -> Optional.of(values.oneOf(List.of("", "queued", "2026-01-31", "9999-12-31", "1e3", "0x10", "٣")));
            default -> Optional.of(values.text(80));
        };
    }
}
