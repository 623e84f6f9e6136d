package org.meshgate.jobs.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.redis.Timestamps;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.Tries;
import org.meshgate.testing.Values;

/** The days and months of {@code lua/jobs/lib/calendar.lua} are those of UTC. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class CalendarTest {

    private static final String CALENDAR = source();
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuuMMdd");
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("uuuuMM");

    @Inject
    RedisView redis;

    @ParameterizedTest
    @CsvSource({
        "2024-02-28T23:59:59.999Z, 20240228, 202402, 2024-02-29T00:00:00Z, 2024-03-01T00:00:00Z",
        "2024-02-29T00:00:00Z,     20240229, 202402, 2024-03-01T00:00:00Z, 2024-03-01T00:00:00Z",
        "2023-02-28T12:00:00Z,     20230228, 202302, 2023-03-01T00:00:00Z, 2023-03-01T00:00:00Z",
        "2100-02-28T12:00:00Z,     21000228, 210002, 2100-03-01T00:00:00Z, 2100-03-01T00:00:00Z",
        "2000-02-29T12:00:00Z,     20000229, 200002, 2000-03-01T00:00:00Z, 2000-03-01T00:00:00Z",
        "2026-12-31T23:59:59.999Z, 20261231, 202612, 2027-01-01T00:00:00Z, 2027-01-01T00:00:00Z",
        "2027-01-01T00:00:00Z,     20270101, 202701, 2027-01-02T00:00:00Z, 2027-02-01T00:00:00Z",
        "1970-01-01T00:00:00Z,     19700101, 197001, 1970-01-02T00:00:00Z, 1970-02-01T00:00:00Z",
    })
    void theDayAndTheMonthOfATimeAndTheirEnds(
            Instant time, String day, String month, Instant dayEnds, Instant monthEnds) {
        assertThat(periods(List.of(time.toEpochMilli())))
                .containsExactly(day + " " + month + " " + dayEnds.toEpochMilli() + " " + monthEnds.toEpochMilli());
    }

    @Test
    void everyTimeIsInTheDayThatJavaSays() {
        Tries.forAll(
                values -> IntStream.range(0, 50).mapToObj(i -> someTime(values)).toList(),
                times -> assertThat(periods(times))
                        .isEqualTo(times.stream().map(CalendarTest::expected).toList()));
    }

    /** From 1970 to 2400, often near the end of a day or a month. */
    private static long someTime(Values values) {
        LocalDate date = LocalDate.of(values.number(1970, 2400), values.number(1, 12), 1);
        date = values.yes()
                ? date.plusDays(values.number(0, 27))
                : YearMonth.from(date).atEndOfMonth();
        long midnight = date.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
        return midnight + (values.yes() ? values.number(0, 86_399_999) : values.yes() ? 0 : 86_399_999);
    }

    private static String expected(long time) {
        LocalDate date = LocalDate.ofInstant(Instant.ofEpochMilli(time), ZoneOffset.UTC);
        return DAY.format(date) + " " + MONTH.format(date) + " " + millis(date.plusDays(1)) + " "
                + millis(date.withDayOfMonth(1).plusMonths(1));
    }

    private static long millis(LocalDate date) {
        return date.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }

    @Test
    void timesOfRecordsAreReadAsJavaReadsThem() {
        Tries.forAll(
                values -> IntStream.range(0, 20).mapToObj(i -> someText(values)).toList(),
                texts -> assertThat(parsed(texts))
                        .isEqualTo(texts.stream()
                                .map(text -> Timestamps.parse(text)
                                        .map(Instant::toEpochMilli)
                                        .map(String::valueOf)
                                        .orElse("nil"))
                                .toList()));
    }

    /** Most are dates, some do not exist. */
    private static String someText(Values values) {
        String fraction = values.yes() ? "." + values.text(Values.DIGITS, 1, 9) : "";
        String zone = values.oneOf(List.of("Z", "", "+00:00", "-05:00", "-04:00", "+05:30", "+14:00"));
        return "%04d-%02d-%02dT%02d:%02d:%02d%s%s"
                .formatted(
                        values.number(1970, 2400),
                        values.number(1, 13),
                        values.number(1, 31),
                        values.number(0, 24),
                        values.number(0, 60),
                        values.number(0, 59),
                        fraction,
                        zone);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "soon",
                "2026-02-29T00:00:00Z",
                "2026-13-01T00:00:00Z",
                "2026-00-10T00:00:00Z",
                "2026-01-00T00:00:00Z",
                "2026-01-01T24:00:00Z",
                "2026-01-01",
                "2026-01-01T00:00:00 GMT",
                "2026-01-01T00:00:00+1:00",
                "20260101T000000Z",
                "12026-01-01T00:00:00Z"
            })
    void anythingElseIsNoTime(String text) {
        assertThat(parsed(List.of(text))).containsExactly("nil");
    }

    private List<String> periods(List<Long> times) {
        return each(
                "local day, month = periods_of(tonumber(ARGV[i]))\n"
                        + "local day_ends, month_ends = ends_of(tonumber(ARGV[i]))\n"
                        + "rows[i] = string.format('%s %s %.0f %.0f', day, month, day_ends, month_ends)",
                times.stream().map(String::valueOf).toList());
    }

    private List<String> parsed(List<String> texts) {
        return each("local time = parse_time(ARGV[i])\nrows[i] = time and string.format('%.0f', time) or 'nil'", texts);
    }

    private List<String> each(String body, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(CALENDAR + "local rows = {}\nfor i = 1, #ARGV do\n" + body + "\nend\nreturn rows");
        command.add("0");
        command.addAll(arguments);
        Response rows = redis.send(Command.EVAL, command.toArray(String[]::new));
        return rows.stream().map(Response::toString).collect(Collectors.toList());
    }

    private static String source() {
        try (InputStream in = CalendarTest.class.getResourceAsStream("/lua/jobs/lib/calendar.lua")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
