package org.meshgate.accounts.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.accounts.admin.UserSearch;
import org.meshgate.problem.ValidationFailedException;
import org.meshgate.testing.Tries;
import org.meshgate.testing.Values;

/** Property tests of the rules for usernames, e-mail addresses and passwords. */
class AccountRulesTest {

    private static final String OF_NAMES = Values.LETTERS + Values.DIGITS + "._-";
    private static final String ENDLESS = "a".repeat(1_000_000);

    @Test
    void aNameIs3To64OfTheCharactersOfTheContract() {
        Tries.forAll(values -> values.yes() ? values.text(OF_NAMES, 0, 70) : values.text(70), text -> assertThat(
                        AccountRules.username(text).isEmpty())
                .isEqualTo(text.length() >= 3
                        && text.length() <= 64
                        && text.chars().allMatch(c -> OF_NAMES.indexOf(c) >= 0)));
        Tries.forAll(
                values -> values.text(OF_NAMES, 2, 62)
                        + values.oneOf("\n \t\u0000\u00a0\u200b\u202e\u0430\uff41\u0131")
                        + (values.yes() ? "" : "b"),
                text -> assertThat(AccountRules.username(text)).isPresent());
        assertThat(AccountRules.username(ENDLESS)).isPresent();
    }

    @Test
    void anAddressIsPlainTextWithOneAt() {
        Tries.forAll(
                values -> values.text(OF_NAMES + "+'!", 1, 64) + "@" + values.text(Values.LETTERS, 1, 63) + "."
                        + values.text(Values.LETTERS, 1, 63),
                text -> assertThat(AccountRules.email(text)).isEmpty());
        Tries.forAll(values -> values.yes() ? values.text(300) : values.mistyped("alice.b@mail.example.com"), text -> {
            if (AccountRules.email(text).isEmpty()) {
                assertThat(text).hasSizeLessThanOrEqualTo(254).containsOnlyOnce("@");
                assertThat(text.chars()).allMatch(c -> c > ' ' && c <= '~');
            }
        });
        for (String bulk : new String[] {
            ENDLESS, ENDLESS + "@a.b", "a@" + ENDLESS, "a@" + "a.".repeat(500_000), "@".repeat(1_000_000)
        }) {
            assertThat(AccountRules.email(bulk)).isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " a@b.com",
                "a@b.com ",
                "a@b.com\n",
                "a@b..com",
                "a@.com",
                "a@com.",
                "@b.com",
                "a@",
                "a@localhost",
                "root@b-1",
                "a@[127.0.0.1]",
                "\"a b\"@b.com",
                "a(c)@b.com",
                "A <a@b.com>",
                "a@b.com,c@d.com",
                "а@b.com",
                "a@bücher.example",
                "a@b_c.com",
                "a\u0000@b.com",
                "a%0d%0abcc:x@b.com\r\n"
            })
    void malformedAddressesAreRejected(String text) {
        assertThat(AccountRules.email(text)).contains("must be an e-mail address");
    }

    @Test
    void aPasswordIsCountedInCharactersAndMayHaveAny() {
        Tries.forAll(values -> values.text(300), text -> {
            boolean whole = text.codePoints().noneMatch(c -> c >= 0xd800 && c <= 0xdfff);
            int length = text.codePointCount(0, text.length());
            assertThat(AccountRules.password(text, 8, "alice", "alice@example.com")
                            .isEmpty())
                    .isEqualTo(whole && length >= 8 && length <= 256);
        });
        assertThat(AccountRules.password(ENDLESS, 8, "alice", "a@b.com")).contains("must be 8 to 256 characters");
        assertThat(AccountRules.password("        ", 8, "alice", "a@b.com")).isEmpty();
    }

    @Test
    void aPasswordIsNotTheNameInAnyCaseOrWidth() {
        Tries.forAll(values -> values.text(Values.LETTERS + Values.DIGITS, 8, 64), name -> {
            String wide =
                    name.chars().mapToObj(c -> Character.toString(c + 0xfee0)).collect(Collectors.joining());
            for (String same :
                    new String[] {name, name.toUpperCase(Locale.ROOT), name.toLowerCase(Locale.ROOT), wide}) {
                assertThat(AccountRules.password(same, 8, name, "a@b.com")).isPresent();
                assertThat(AccountRules.password(same, 8, "somebody", name)).isPresent();
            }
            assertThat(AccountRules.password(name + "x", 8, name, "a@b.com")).isEmpty();
        });
    }

    @Test
    void foldingTwiceIsFoldingOnce() {
        Tries.forAll(values -> values.text(40), text -> assertThat(
                        PasswordNormalizer.folded(PasswordNormalizer.folded(text)))
                .isEqualTo(PasswordNormalizer.folded(text)));
    }

    @Test
    void aCursorBelongsToOneSearch() {
        UserSearch search = new UserSearch(null); // it never comes to that
        UserSearch.Query everybody = new UserSearch.Query(Optional.empty(), Optional.empty(), Optional.empty());
        UserSearch.Query some = new UserSearch.Query(Optional.of("al"), Optional.empty(), Optional.of(true));
        Tries.forAll(values -> values.text(200), text -> {
            for (UserSearch.Query query : new UserSearch.Query[] {everybody, some}) {
                assertThatExceptionOfType(ValidationFailedException.class)
                        .isThrownBy(() -> search.find(query, 0, 10, Optional.of(text)))
                        .withMessageContaining("cursor");
            }
        });
    }
}
