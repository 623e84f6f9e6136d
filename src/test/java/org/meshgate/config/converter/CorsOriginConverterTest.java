package org.meshgate.config.converter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CorsOriginConverterTest {

    private final CorsOriginConverter converter = new CorsOriginConverter();

    @ParameterizedTest
    @CsvSource({
        "*, *",
        "none, none",
        "https://studio.example, https://studio.example",
        "HTTPS://Studio.EXAMPLE, https://studio.example",
        "https://studio.example:443, https://studio.example",
        "http://studio.example:80, http://studio.example",
        "http://studio.example:443, http://studio.example:443",
        "https://studio.example:08443, https://studio.example:8443",
        "https://bücher.example, https://xn--bcher-kva.example",
        "http://my_host:3000, http://my_host:3000",
        "http://127.0.0.1:3000, http://127.0.0.1:3000",
        "http://[0:0:0:0:0:0:0:1]:3000, http://[::1]:3000",
        "http://[2001:DB8::1], http://[2001:db8::1]",
        "tauri://localhost, tauri://localhost",
        "app://., app://.",
        "chrome-extension://abcdef, chrome-extension://abcdef"
    })
    void normalizesOrigins(String written, String sent) {
        assertThat(converter.convert(written)).isEqualTo(sent);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    studio.example                | must be *, none, or origins such as https://studio.example
                    https://studio.example/       | must be *, none, or origins such as https://studio.example
                    https://studio.example/app    | must be *, none, or origins such as https://studio.example
                    https://studio.example?x      | must be *, none, or origins such as https://studio.example
                    https://user@studio.example   | must be *, none, or origins such as https://studio.example
                    https:studio.example          | must be *, none, or origins such as https://studio.example
                    file://                       | must be *, none, or origins such as https://studio.example
                    https://*.studio.example      | cannot have an origin with a wildcard in it
                    https://*                     | cannot have an origin with a wildcard in it
                    http://localhost:*            | cannot have an origin with a wildcard in it
                    null                          | cannot name the origin null
                    https://studio.example:99999  | has an origin with a port above 65535
                    https://studio..example       | has an origin whose host is neither a host name nor an address
                    http://127.1                  | has an origin whose host is neither a host name nor an address
                    http://256.0.0.1              | has an origin whose host is neither a host name nor an address
                    http://127.0.0.01             | has an origin whose host is neither a host name nor an address
                    http://[::1                   | has an origin whose host is neither a host name nor an address
                    http://[::zz]                 | has an origin whose host is neither a host name nor an address
                    http://a:b:c                  | has an origin whose host is neither a host name nor an address
                    """)
    void rejectsOriginsThatNoBrowserSends(String written, String reason) {
        assertThatThrownBy(() -> converter.convert(written))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(reason);
    }
}
