package org.meshgate.config.converter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisUrlConverterTest {

    private final RedisUrlConverter converter = new RedisUrlConverter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://localhost",
                "redis://localhost:6379/",
                "rediss://user:pass@redis.example:6380/0",
                "redis://:pa,ss%24%7BHOME%7D$x@127.0.0.1:1/16",
                "redis://:a:b@[::1]:65535/15",
                "redis://:p%C3%A4ss@h-1.example",
                "redis://:pässe@h"
            })
    void keepsValidUrl(String url) {
        assertThat(converter.convert(url)).isEqualTo(url);
    }

    @ParameterizedTest
    @CsvSource({"redis://:a+b@host, redis://:a%2Bb@host", "redis://us+er:a%2Bb+@host/1, redis://us%2Ber:a%2Bb%2B@host/1"
    })
    void plusInThePasswordIsLiteral(String url, String canonical) {
        assertThat(converter.convert(url)).isEqualTo(canonical);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    localhost                    | must be a URL such as redis://localhost:6379 or rediss://user:password@host:6380/0
                    redis:localhost              | must be a URL such as redis://localhost:6379
                    http://host:1                | it must begin with redis://, or with rediss:// for TLS
                    REDIS://host:1               | must begin with redis:// or rediss:// in small letters
                    valkey://host:6379           | must begin with redis://, or with rediss:// for TLS, for a Valkey server as well
                    valkeys://host:6379          | must begin with redis://, or with rediss:// for TLS, for a Valkey server as well
                    unix:///run/redis.sock       | must name a host: sockets of Unix are not supported
                    redis-sentinel://a:26379     | the sentinels belong into redis.sentinels
                    redis://127.0.0.1:99999      | must have a port from 1 to 65535
                    redis://127.0.0.1:0          | must have a port from 1 to 65535
                    redis://127.0.0.1:           | must have a port from 1 to 65535
                    redis://127.0.0.1:port       | must have a port from 1 to 65535
                    redis://my_redis:6379        | names a host with an underscore, which a host name cannot have (RFC 1123)
                    redis://-host:6379           | names a host that is neither a host name nor an address
                    redis://[::g]:6379           | must be a URL such as redis://localhost:6379
                    redis://[1:2]:6379           | names a host that is neither a host name nor an address
                    redis://                     | it has no host
                    redis://:secret@             | it has no host
                    redis://host/x               | only the number of a database may follow, such as /0
                    redis://host/12345           | only the number of a database may follow, such as /0
                    redis://host/0/1             | only the number of a database may follow, such as /0
                    redis://host?password=secret | must end behind host, port and database: it has a ? or a #
                    redis://host#secret          | must end behind host, port and database: it has a ? or a #
                    redis://:sec/ret@host        | percent-encoded, @ as %40, / as %2F
                    redis://:sec#ret@host        | percent-encoded, @ as %40, / as %2F
                    redis://:sec?ret@host        | percent-encoded, @ as %40, / as %2F
                    redis://:sec@ret@host        | percent-encoded, @ as %40, / as %2F
                    redis://:sec%ret@host        | percent-encoded, @ as %40, / as %2F
                    redis://:sec ret@host        | percent-encoded, @ as %40, / as %2F
                    redis://:sec{ret@host        | percent-encoded, @ as %40, / as %2F
                    """)
    void invalidUrlErrorHasNoPassword(String url, String reason) {
        assertThatThrownBy(() -> converter.convert(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason)
                .hasMessageNotContaining("secret")
                .hasMessageNotContaining("ret@")
                .hasMessageNotContaining("\n");
    }
}
