package org.meshgate.jobs.events;

import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Api;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.LogLines;
import org.meshgate.testing.RedisResource;

/** Clients that leave while they wait for the end of a job. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class JobWaiterTest {

    @TestHTTPResource
    URI server;

    @Inject
    JobWaiter waiter;

    @Test
    void clientThatLeavesEndsItsWaitAndItsRequest() throws IOException {
        // Given a client that waits for a job that no worker takes
        String body = "{\"prompt\":\"a cat\"}";
        int before = waiter.size();
        try (LogLines access = new LogLines("meshgate.access")) {
            try (Socket client = new Socket(server.getHost(), server.getPort())) {
                client.getOutputStream()
                        .write(("POST " + Jobs.SUBMIT
                                        + " HTTP/1.1\r\nHost: x\r\nPrefer: wait=60\r\nAuthorization: Bearer "
                                        + Api.register().token()
                                        + "\r\nContent-Type: application/json\r\nContent-Length: "
                                        + body.length() + "\r\n\r\n" + body)
                                .getBytes(StandardCharsets.US_ASCII));
                await().until(() -> waiter.size() == before + 1);
                // When it leaves
            }
            // Then the wait ends long before its time, and the request with it, as the access log shows
            await().atMost(Duration.ofSeconds(20)).until(() -> waiter.size() == before);
            await().until(() -> !access.containing("POST " + Jobs.SUBMIT).isEmpty());
        }
    }
}
