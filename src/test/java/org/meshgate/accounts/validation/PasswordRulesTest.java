package org.meshgate.accounts.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTest {

    private static final long MAX_SIZE = 1024 * 1024;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "12345678",
                "        ",
                " a b c d ",
                "🐱🐱🐱🐱🐱🐱🐱🐱",
                "пароль и ещё",
                "tab\there",
                "e\u0301e\u0301e\u0301e\u0301",
                "alice@example.comm"
            })
    void anyTextOfEightCharactersWillDo(String password) {
        assertThat(AccountRules.password(password, 8, "alice", "alice@example.com"))
                .isEmpty();
    }

    @Test
    void charactersAreCodePoints() {
        assertThat(AccountRules.password("🐱".repeat(7), 8, "alice", "a@b.example"))
                .contains("must be 8 to 256 characters");
        assertThat(AccountRules.password("🐱".repeat(256), 8, "alice", "a@b.example"))
                .isEmpty();
        assertThat(AccountRules.password("🐱".repeat(257), 8, "alice", "a@b.example"))
                .contains("must be 8 to 256 characters");
        assertThat(AccountRules.password("a".repeat(11), 12, "alice", "a@b.example"))
                .contains("must be 12 to 256 characters");
    }

    @ParameterizedTest
    @CsvSource({
        "alice.smith",
        "ALICE.SMITH",
        "ａｌｉｃｅ.ｓｍｉｔｈ", // full width
        "𝓪lice.smith", // mathematical
        "Alice@Straße.example",
        "alice@STRASSE.example",
        "ａlice@straße.example"
    })
    void neitherNameNorAddressInAnySpelling(String password) {
        assertThat(AccountRules.password(password, 8, "Alice.Smith", "alice@straße.example"))
                .contains("must not be the username or the e-mail address");
    }

    /** The list in docs/SECURITY.md (OWASP ASVS 5.0, 6.2.11). */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "meshgate",
                "Meshgate2026!",
                "ＭＥＳＨＧＡＴＥ",
                "3daigc-api",
                "3DAIGC 3DAIGC",
                "open3dstudio",
                "1OpenNexus3DStudio1",
                "meshgate-admin",
                "admin!admin",
                "studio99"
            })
    void namesOfTheServiceAloneAreNoPassword(String password) {
        assertThat(AccountRules.password(password, 8, "alice", "a@b.example"))
                .contains("must not be made of names of this service alone");
    }

    @ParameterizedTest
    @ValueSource(strings = {"meshgate and more", "adminpass", "12345678", "apical bud", "the studio of anna"})
    void otherWordsBesideThemMakeOne(String password) {
        assertThat(AccountRules.password(password, 8, "alice", "a@b.example")).isEmpty();
    }

    @Test
    void theListIsReadWhateverItsLineEndsAndCase() throws IOException {
        // Given a list as editors of all systems leave it
        Path list = file("\ufeffcorrect horse\r\nPASSWORD1\n\npäss wörd\rＦｕｌｌＷｉｄｔｈ\n spaces kept \nlast one");
        // When
        CompactStringSet texts = PasswordBlocklist.read(list, MAX_SIZE);
        // Then
        assertThat(texts.size()).isEqualTo(6);
        for (String listed :
                new String[] {"correct horse", "password1", "päss wörd", "fullwidth", " spaces kept ", "last one"}) {
            assertThat(texts.contains(listed)).as(listed).isTrue();
        }
        for (String other : new String[] {"", "correct", "password", "spaces kept", "last one "}) {
            assertThat(texts.contains(other)).as(other).isFalse();
        }
    }

    @Test
    void aLongListIsSearchedCompletely() throws IOException {
        // Given more than fits in one piece, twice each
        String lines = IntStream.range(0, 30_000)
                .mapToObj(i -> "password-" + i % 15_000)
                .collect(Collectors.joining("\n"));
        CompactStringSet texts = PasswordBlocklist.read(file(lines), MAX_SIZE);
        // Then
        assertThat(texts.size()).isEqualTo(15_000);
        assertThat(IntStream.range(0, 15_000).allMatch(i -> texts.contains("password-" + i)))
                .isTrue();
        assertThat(IntStream.range(15_000, 30_000).noneMatch(i -> texts.contains("password-" + i)))
                .isTrue();
    }

    @Test
    void malformedLinesAreIgnored() throws IOException {
        // Given a line of 100,000 characters, and bytes that are no UTF-8
        Path list = directory.resolve("list.txt");
        Files.write(
                list, ("x".repeat(100_000) + "\nbefore\n\u00e9t\u00e9\nafter\n").getBytes(StandardCharsets.ISO_8859_1));
        CompactStringSet texts = PasswordBlocklist.read(list, MAX_SIZE);
        assertThat(texts.contains("before")).isTrue();
        assertThat(texts.contains("after")).isTrue();
        assertThat(texts.size()).isEqualTo(3);
    }

    @Test
    void theListOfTheProgramHasMoreThanTheThreeThousandThatAreAskedFor() {
        CompactStringSet common = PasswordBlocklist.common();
        assertThat(common.size()).isGreaterThan(11_611);
        for (String listed : new String[] {"password", "12345678", "mypassword", "iloveyou"}) {
            assertThat(common.contains(listed)).as(listed).isTrue();
        }
        assertThat(common.contains("correct horse")).isFalse();
    }

    @Test
    void aListThatCannotBeUsedIsToldInOneLine() throws IOException {
        assertThatThrownBy(() -> PasswordBlocklist.read(directory.resolve("none.txt"), MAX_SIZE))
                .isInstanceOf(BlocklistException.class)
                .hasMessage("security.password_blocklist: there is no file " + directory.resolve("none.txt"));
        assertThatThrownBy(() -> PasswordBlocklist.read(directory, MAX_SIZE))
                .isInstanceOf(BlocklistException.class)
                .hasMessage("security.password_blocklist: there is no file " + directory);
        Path large = file("x".repeat((int) MAX_SIZE + 1));
        assertThatThrownBy(() -> PasswordBlocklist.read(large, MAX_SIZE))
                .isInstanceOf(BlocklistException.class)
                .hasMessage("security.password_blocklist: " + large + " is larger than 1 MiB");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("list.txt"), text);
    }
}
