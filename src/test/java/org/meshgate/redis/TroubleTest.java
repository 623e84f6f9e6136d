package org.meshgate.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.redis.client.impl.types.ErrorType;
import java.net.ConnectException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Why there is no connection, for a person, and without any secret. */
class TroubleTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "WRONGPASS invalid username-password pair      | user or password is wrong",
                "NOAUTH Authentication required.               | it wants a password",
                "NOPERM this user has no permissions           | its user may not do that",
                "LOADING Redis is loading the dataset          | it is still loading its data",
                "ERR unknown command, beginning with: 'secret' | it answered ERR",
                "secret                                        | it answered an error"
            })
    void ofAnErrorReplyNoMoreThanItsFirstWordIsTold(String reply, String told) {
        assertThat(Trouble.of(ErrorType.create(reply))).isEqualTo(told);
    }

    @Test
    void failuresOfTheConnectionAreToldInWords() {
        assertThat(Trouble.of(new IllegalStateException("secret", new ConnectException("secret"))))
                .isEqualTo("nothing listens there");
        assertThat(Trouble.of(new UnknownHostException("secret"))).isEqualTo("nobody knows its host name");
        assertThat(Trouble.of(new SSLHandshakeException("secret"))).isEqualTo("TLS failed: SSLHandshakeException");
        assertThat(Trouble.of(new IllegalStateException("secret"))).isEqualTo("IllegalStateException");
    }
}
