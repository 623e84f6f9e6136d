package org.meshgate.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.meshgate.identity.code.ResetCode;

/** Checks that the scanner patterns of docs/SECURITY.md match generated tokens and codes. */
class SecretScanningTest {

    private static final Pattern RULE = Pattern.compile("id = \"([^\"]+)\"\\n.*\\nregex = '''(.*)'''\\n");
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Pattern> rules = rules();

    @Test
    void everyTokenIsFoundWhereverItStands() {
        Pattern rule = rules.get("meshgate-token");
        for (int i = 0; i < 1000; i++) {
            String token = TokenFormat.generate(random);
            for (String text : List.of(
                    token,
                    "TOKEN=" + token + "\n",
                    "{\"token\":\"" + token + "\"}",
                    "curl -H 'Authorization: Bearer " + token + "'",
                    "https://host/api/v1/users/tokens/" + token + "?x")) {
                Matcher found = rule.matcher(text);
                assertThat(found.find()).as(text).isTrue();
                assertThat(found.group()).isEqualTo(token);
            }
        }
    }

    @Test
    void otherTextIsNotFound() {
        String token = TokenFormat.generate(random);
        for (String text :
                List.of(token.substring(0, 52), token + "x", "x" + token, token.toUpperCase(), "p3d_Ab12Cd34...")) {
            assertThat(rules.get("meshgate-token").matcher(text).find())
                    .as(text)
                    .isFalse();
        }
    }

    @Test
    void theChecksumIsAsDocumented() {
        for (int i = 0; i < 1000; i++) {
            String token = TokenFormat.generate(random);
            CRC32 crc = new CRC32();
            token.substring(0, 47).chars().forEach(crc::update);
            long value = 0;
            for (char digit : token.substring(47).toCharArray()) {
                value = value * 62 + DIGITS.indexOf(digit);
            }
            assertThat(value).isEqualTo(crc.getValue());
        }
        assertThat(page()).contains("`p3d_000000000000000000000000000000000000000000004dLtV`");
    }

    @Test
    void oneTimeCodesAndOldTokensAreFound() {
        byte[] bytes = new byte[18];
        for (int i = 0; i < 1000; i++) {
            random.nextBytes(bytes);
            String code = "p3i_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            Matcher found = rules.get("meshgate-invitation").matcher("{\"invite_code\":\"" + code + "\"}");
            assertThat(found.find()).isTrue();
            assertThat(found.group()).isEqualTo(code);
            String reset = ResetCode.generate("user_0123456789abcdef", random);
            Matcher foundInLink = rules.get("meshgate-reset-code").matcher("https://x.org/#/reset?code=" + reset);
            assertThat(foundInLink.find()).isTrue();
            assertThat(foundInLink.group()).isEqualTo(reset);
        }
        String old = "diO9G9g2MB0EO4WdEFutP5FTbDEElePCZrdpxbBg2-c";
        assertThat(TokenFormat.isLegacy(old)).isTrue();
        for (String text : List.of("authorization: bearer " + old, "'Bearer " + old + "'", "Bearer  " + old + "\n")) {
            Matcher found = rules.get("3daigc-token").matcher(text);
            assertThat(found.find()).as(text).isTrue();
            assertThat(found.group(1)).isEqualTo(old);
        }
        assertThat(rules.get("3daigc-token").matcher("Bearer " + old + "x").find())
                .isFalse();
    }

    private static Map<String, Pattern> rules() {
        Map<String, Pattern> rules = new HashMap<>();
        Matcher matcher = RULE.matcher(page());
        while (matcher.find()) {
            rules.put(matcher.group(1), Pattern.compile(matcher.group(2)));
        }
        assertThat(rules)
                .containsOnlyKeys("meshgate-token", "meshgate-invitation", "meshgate-reset-code", "3daigc-token");
        return rules;
    }

    private static String page() {
        try {
            return Files.readString(Path.of("docs", "SECURITY.md"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
