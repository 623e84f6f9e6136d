package org.meshgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequestHostTest {

    @Test
    void hostIsCaseInsensitive() {
        assertThat(RequestHost.of("Studio.Example")).contains(new RequestHost("studio.example", Optional.empty()));
        assertThat(RequestHost.of("studio.example.:7842"))
                .contains(new RequestHost("studio.example", Optional.of(7842)));
        assertThat(RequestHost.of("[::1]")).contains(new RequestHost("[::1]", Optional.empty()));
        assertThat(RequestHost.of("[::1]:80").map(RequestHost::text)).contains("[::1]:80");
    }

    @Test
    void rejectsInvalidHost() {
        for (String text :
                new String[] {"", ".", "a b", "a\"b", "a/b", "<script>", "a@b", "x".repeat(300), "a:70000"}) {
            assertThat(RequestHost.of(text)).as(text).isEmpty();
        }
    }
}
