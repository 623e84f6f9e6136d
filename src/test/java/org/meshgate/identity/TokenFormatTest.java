package org.meshgate.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenFormatTest {

    private final SecureRandom random = new SecureRandom();

    @Test
    void everyNewTokenIsWellFormedAndMatchesTheScannerPattern() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            String token = TokenFormat.generate(random);
            assertThat(token).matches("p3d_[0-9A-Za-z]{49}");
            assertThat(TokenFormat.wellFormed(token)).isTrue();
            seen.add(token);
        }
        assertThat(seen).hasSize(1000);
    }

    @Test
    void aMistypedTokenIsRejectedWithoutALookup() {
        String token = TokenFormat.generate(random);
        for (int i = 4; i < token.length(); i++) {
            char other = token.charAt(i) == 'x' ? 'y' : 'x';
            String mistyped = token.substring(0, i) + other + token.substring(i + 1);
            assertThat(TokenFormat.wellFormed(mistyped)).as("position %d", i).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "p3d_",
                "diO9G9g2MB0EO4WdEFutP5FTbDEElePCZrdpxbBg2-c",
                "P3D_0000000000000000000000000000000000000000000000000",
                "p3d_000000000000000000000000000000000000000000000000\u0000"
            })
    void malformedTokensAreRejected(String text) {
        assertThat(TokenFormat.wellFormed(text)).isFalse();
    }

    @Test
    void theFormIsPinned() {
        // Given 43 zeros and a checksum that another program computed: CRC-32 of zlib, in base62
        assertThat(TokenFormat.wellFormed("p3d_000000000000000000000000000000000000000000004dLtV"))
                .isTrue();
    }

    @Test
    void theHashIsTheSha256OfTheText() {
        assertThat(TokenFormat.sha256("abc"))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
