package org.meshgate.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignedLinkParametersTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "exp=1&sig=a       | 1  | a",
                "sig=a&x=y&exp=1   | 1  | a",
                "exp=1             | 1  | ''",
                "sig=a             | '' | a",
                "sig               | '' | ''",
                "exp=1&sig=        | 1  | ''",
                "exp=1&sig=a&sig=b | 1  | ''",
                "exp=1&sig=a&sig=a | 1  | ''",
                "exp=1&exp=1&sig=a | '' | a",
                "exp=1&sig=a=b     | 1  | a=b",
                "exp=1&sig=%zz     | 1  | %zz"
            })
    void acceptsWellFormedLinks(String query, String exp, String sig) {
        assertThat(SignedLinkParameters.of(query)).contains(new SignedLinkParameters(exp, sig));
        assertThat(new SignedLinkParameters(exp, "secret")).asString().doesNotContain("secret");
    }

    @Test
    void rejectsMalformedLinks() {
        assertThat(SignedLinkParameters.of(null)).isEmpty();
        assertThat(SignedLinkParameters.of("")).isEmpty();
        assertThat(SignedLinkParameters.of("&&=&format=file&signature=a&xsig=b&expires=1"))
                .isEmpty();
    }
}
