package org.meshgate.files.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.caller.Caller;
import org.meshgate.caller.Role;
import org.meshgate.caller.Scopes;

class LinkSignerTest {

    private static final Instant NOW = Instant.parse("2026-01-31T09:30:00.250Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String PATH = "/api/v1/system/jobs/1/download";
    private static final String USER = "user_0123456789abcdef";
    private static final Caller VIEWER =
            new Caller.Account(USER, "alice", Role.USER, "tok_0123456789abcdef", Scopes.of(Role.USER));

    private final LinkSigner signer = at(NOW, HOUR);
    private final String exp = parameter("exp", signer.sign(VIEWER, PATH));
    private final String sig = parameter("sig", signer.sign(VIEWER, PATH));

    @Test
    void linkOpensItsPathForItsViewer() {
        assertThat(sig).matches(USER + "\\.[A-Za-z0-9_-]{43}");
        assertThat(signer.check(PATH, exp, sig)).isEqualTo(new LinkVerification.Valid(USER));
    }

    @Test
    void viewerIsAnonymousInSimpleMode() {
        String query = signer.sign(new Caller.Anonymous(), PATH);
        assertThat(signer.check(PATH, parameter("exp", query), parameter("sig", query)))
                .isEqualTo(new LinkVerification.Valid(LinkSigner.ANONYMOUS));
    }

    @Test
    void changeOfAnyPartInvalidatesTheLink() {
        long end = Long.parseLong(exp);
        String signature = sig.substring(sig.indexOf('.'));
        char last = sig.charAt(sig.length() - 5) == 'A' ? 'B' : 'A';
        String flipped = sig.substring(0, sig.length() - 5) + last + sig.substring(sig.length() - 4);
        for (LinkVerification check : new LinkVerification[] {
            signer.check(PATH, Long.toString(end + 1), sig),
            signer.check(PATH, Long.toString(end - 1), sig),
            signer.check(PATH, "0" + exp, sig),
            signer.check(PATH, exp, flipped),
            signer.check(PATH, exp, "user_0123456789abcdee" + signature),
            signer.check(PATH, exp, "-" + signature),
            signer.check(PATH, exp, signature),
            signer.check(PATH + "/", exp, sig),
            signer.check("/api/v1/system/jobs/1/thumbnail", exp, sig),
            signer.check("", exp, sig),
            new LinkSigner(
                            "another secret, long".getBytes(StandardCharsets.UTF_8),
                            Clock.fixed(NOW, ZoneOffset.UTC),
                            HOUR)
                    .check(PATH, exp, sig)
        }) {
            assertThat(check).isEqualTo(new LinkVerification.Invalid());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-", "soon", "-1", "0", "1e9", " 1", "99999999999999999999999999", "\u0661\u0662", "1\n"})
    void malformedExpiryIsInvalid(String end) {
        assertThat(signer.check(PATH, end, sig)).isEqualTo(new LinkVerification.Invalid());
        assertThat(signer.check(PATH, exp, end)).isEqualTo(new LinkVerification.Invalid());
    }

    @Test
    void itExpires() {
        Instant end = Instant.ofEpochSecond(Long.parseLong(exp));
        assertThat(at(end.minusMillis(1), HOUR).check(PATH, exp, sig)).isEqualTo(new LinkVerification.Valid(USER));
        assertThat(at(end, HOUR).check(PATH, exp, sig)).isEqualTo(new LinkVerification.Expired());
        assertThat(at(end.plusSeconds(9999), HOUR).check(PATH, exp, sig)).isEqualTo(new LinkVerification.Expired());
        // and an altered one never says that it was good once
        assertThat(at(end, HOUR).check(PATH + "x", exp, sig)).isEqualTo(new LinkVerification.Invalid());
    }

    @Test
    void linkWithALongerLifetimeThanTheSettingIsInvalid() {
        String query = at(NOW, Duration.ofDays(30)).sign(VIEWER, PATH);
        assertThat(signer.check(PATH, parameter("exp", query), parameter("sig", query)))
                .isEqualTo(new LinkVerification.Invalid());
    }

    @ParameterizedTest
    @ValueSource(longs = {10, 11, 15, 90, 3600, 2_592_000})
    void linkIsStableForHalfOfItsLifetime(long seconds) {
        Duration life = Duration.ofSeconds(seconds);
        Set<String> links = new HashSet<>();
        for (int step = 0; step < 100; step++) {
            Instant time = NOW.plusMillis(life.toMillis() * step / 100);
            String query = at(time, life).sign(VIEWER, PATH);
            Instant end = Instant.ofEpochSecond(Long.parseLong(parameter("exp", query)));
            Duration left = Duration.between(time, end);
            assertThat(left).isBetween(life.dividedBy(2), life);
            assertThat(at(time, life).check(PATH, parameter("exp", query), parameter("sig", query)))
                    .isEqualTo(new LinkVerification.Valid(USER));
            links.add(query);
        }
        assertThat(links).hasSizeBetween(2, 4);
    }

    @Test
    void folderLinksAndFileLinksAreNotInterchangeable() {
        String folder = "/api/v1/system/jobs/1/world-link";
        String step = signer.signFolder(VIEWER, folder);
        String end = step.substring(0, step.indexOf('.'));
        String signature = step.substring(step.indexOf('.') + 1);
        assertThat(signer.checkFolder(folder, step)).isEqualTo(new LinkVerification.Valid(USER));
        assertThat(at(Instant.ofEpochSecond(Long.parseLong(end)), HOUR).checkFolder(folder, step))
                .isEqualTo(new LinkVerification.Expired());
        for (LinkVerification check : new LinkVerification[] {
            signer.checkFolder(folder + "/", step),
            signer.checkFolder("/api/v1/system/jobs/2/world-link", step),
            signer.checkFolder("", step),
            signer.checkFolder(folder, ""),
            signer.checkFolder(folder, "."),
            signer.checkFolder(folder, signature),
            signer.checkFolder(folder, "1" + step),
            signer.check(folder, end, signature),
            signer.check(folder + "/", end, signature),
            signer.checkFolder(PATH, exp + "." + sig)
        }) {
            assertThat(check).isEqualTo(new LinkVerification.Invalid());
        }
    }

    private static LinkSigner at(Instant time, Duration life) {
        return new LinkSigner(
                "a secret of enough length".getBytes(StandardCharsets.UTF_8), Clock.fixed(time, ZoneOffset.UTC), life);
    }

    private static String parameter(String name, String query) {
        return query.replaceFirst(".*\\b" + name + "=([^&]*).*", "$1");
    }
}
