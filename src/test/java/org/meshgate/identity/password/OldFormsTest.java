package org.meshgate.identity.password;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.identity.TokenFormat;
import org.meshgate.redis.Timestamps;

/** The legacy formats of 3DAIGC-API: hashes, tokens and times. */
class OldFormsTest {

    private static final String SALT = "00112233445566778899aabbccddeeff";

    /** {@code printf %s 'pässword'$SALT | sha256sum} */
    private static final String HASH = "5d52e63e82ae72ea980ef152821ce219437674986cb79bcfd466573c7e1de2b9";

    @Test
    void aHashIsOfThePasswordFollowedByTheSalt() {
        LegacyPasswordHash hash = LegacyPasswordHash.parse(SALT + "$" + HASH).orElseThrow();
        assertThat(hash.matches("pässword")).isTrue();
        assertThat(hash.matches("password")).isFalse();
        assertThat(hash.matches("")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "$",
                SALT + "$",
                SALT + "$" + HASH + "0",
                SALT + "0$" + HASH,
                "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
                "00112233445566778899AABBCCDDEEFF$" + HASH
            })
    void otherFormatsAreNotParsed(String text) {
        assertThat(LegacyPasswordHash.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T06:22:26.548208, 2026-11-22T06:22:26.548208Z",
        "2026-11-22T06:22:26, 2026-11-22T06:22:26Z",
        "2026-11-22T01:22:26.5-05:00, 2026-11-22T06:22:26.5Z",
        "2026-11-22T06:22:26Z, 2026-11-22T06:22:26Z"
    })
    void aTimeWithoutOffsetIsUtc(String text, Instant time) {
        assertThat(Timestamps.parse(text)).contains(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tomorrow", "2026-11-22", "2026-13-22T06:22:26"})
    void anotherTextIsNoTime(String text) {
        assertThat(Timestamps.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "AbC-dEfGhIjKlMnOpQrStUvWxYz012345678_2XEfEw, true",
        "AbC-dEfGhIjKlMnOpQrStUvWxYz012345678_2XEfE, false",
        "AbC-dEfGhIjKlMnOpQrStUvWxYz012345678_2XEfEww, false",
        "AbC-dEfGhIjKlMnOpQrStUvWxYz012345678.2XEfEw, false",
        "p3d_000000000000000000000000000000000000000000004dLtV, false"
    })
    void anOldTokenHas43CharactersOfBase64url(String text, boolean old) {
        assertThat(TokenFormat.isLegacy(text)).isEqualTo(old);
        assertThat(TokenFormat.isLegacy(text) && TokenFormat.wellFormed(text)).isFalse();
    }
}
