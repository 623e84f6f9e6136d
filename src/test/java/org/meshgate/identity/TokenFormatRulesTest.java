package org.meshgate.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.meshgate.identity.password.LegacyPasswordHash;
import org.meshgate.identity.token.ApiToken;
import org.meshgate.identity.token.IssuedToken;
import org.meshgate.identity.token.TokenKind;
import org.meshgate.redis.Timestamps;
import org.meshgate.testing.Tries;
import org.meshgate.testing.Values;

/** Property tests of token formats, current and legacy. */
class TokenFormatRulesTest {

    private static final String OLD = Values.LETTERS + Values.DIGITS + "-_";

    @Test
    void everyTokenIsWellFormedAndNoMistypedOneIs() {
        Tries.forAll(TokenFormatRulesTest::token, token -> {
            assertThat(token).matches("p3d_[0-9A-Za-z]{49}");
            assertThat(TokenFormat.wellFormed(token)).isTrue();
            assertThat(TokenFormat.isLegacy(token)).isFalse();
        });
        Tries.forAll(values -> values.mistyped(token(values)), mistyped -> assertThat(TokenFormat.wellFormed(mistyped))
                .isFalse());
    }

    @Test
    void swappedCharactersAreDetected() {
        Tries.forAll(
                values -> {
                    String token = token(values);
                    int at = values.number(0, token.length() - 2);
                    String swapped =
                            token.substring(0, at) + token.charAt(at + 1) + token.charAt(at) + token.substring(at + 2);
                    return swapped.equals(token) ? "" : swapped;
                },
                swapped -> assertThat(TokenFormat.wellFormed(swapped)).isFalse());
    }

    @Test
    void anyTextIsJudged() {
        Tries.forAll(
                values -> values.yes() ? values.text(60) : "p3d_" + values.text(49),
                text -> assertThat(TokenFormat.wellFormed(text)).isFalse());
        Tries.forAll(values -> values.text(OLD, 40, 46), text -> assertThat(TokenFormat.isLegacy(text))
                .isEqualTo(text.length() == 43));
        String endless = "a".repeat(1_000_000);
        assertThat(TokenFormat.wellFormed(endless) || TokenFormat.isLegacy(endless))
                .isFalse();
    }

    @Test
    void noNewTokenPrintsItself() {
        Tries.forAll(200, TokenFormatRulesTest::token, token -> {
            ApiToken record = new ApiToken(
                    "tok_0123456789abcdef",
                    "user_0123456789abcdef",
                    "app",
                    TokenFormat.displayPrefix(token),
                    TokenKind.API,
                    Instant.EPOCH,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
            assertThat(new IssuedToken(token, record).toString())
                    .doesNotContain(token.substring(4))
                    .doesNotContain(token.substring(TokenFormat.DISPLAY_LENGTH));
            assertThat(record.toString()).doesNotContain(token.substring(TokenFormat.DISPLAY_LENGTH));
        });
    }

    @Test
    void oldHashesAndTimesAreReadOrNot() {
        Tries.forAll(values -> values.text(110), text -> {
            assertThat(LegacyPasswordHash.parse(text)).isEmpty();
            Timestamps.parse(text).ifPresent(Instant::toEpochMilli);
        });
        Tries.forAll(
                values -> Instant.ofEpochSecond(values.number(0, Integer.MAX_VALUE), values.number(0, 999_999) * 1000L),
                time -> assertThat(Timestamps.parse(time.toString()))
                        .isEqualTo(Timestamps.parse(time.toString().replace("Z", "")))
                        .contains(time));
    }

    @Test
    void aTimeOutOfRangeIsNotParsed() {
        for (String text : new String[] {
            "+999999999-12-31T23:59:59Z", "-999999999-01-01T00:00:00", "+292278995-01-01T00:00:00+18:00"
        }) {
            assertThat(Timestamps.parse(text)).as(text).isEmpty();
        }
    }

    private static String token(Values values) {
        return TokenFormat.generate(new Repeatable(values.number()));
    }

    /** For tests alone. */
    private static final class Repeatable extends SecureRandom {

        private static final long serialVersionUID = 1L;

        private final Random random;

        Repeatable(long seed) {
            random = new Random(seed);
        }

        @Override
        public void nextBytes(byte[] bytes) {
            random.nextBytes(bytes);
        }

        @Override
        public int nextInt(int bound) {
            return random.nextInt(bound);
        }
    }
}
