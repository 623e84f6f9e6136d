package org.meshgate.cli.worker.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshgate.cli.http.AccessToken;
import org.meshgate.cli.support.CommandFailure;

/** The tokens of workers. */
class TokenFileTest {

    @ParameterizedTest
    @CsvSource({"'p3d_abcdefgh'", "'  p3d_abcdefgh\n'", "'user_id: user_1\ntoken: p3d_abcdefgh\n'"})
    void tokenIsReadFromWhatCreateWorkerPrints(String content) {
        AccessToken token = TokenFile.parse("file", content);
        assertThat(token.text()).isEqualTo("p3d_abcdefgh");
        assertThat(token).hasToString("AccessToken");
    }

    @ParameterizedTest
    @CsvSource({"''", "short", "'p3d_abc\r\nX-Header: evil'", "'two tokens'"})
    void textThatIsNoTokenIsRefused(String content) {
        assertThatThrownBy(() -> TokenFile.parse("FILE", content))
                .isInstanceOf(CommandFailure.class)
                .hasMessageStartingWith("FILE holds no token.");
    }
}
