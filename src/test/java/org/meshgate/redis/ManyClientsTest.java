package org.meshgate.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Api;
import org.meshgate.testing.RedisResource;

@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class ManyClientsTest {

    private static final int CLIENTS = 256;
    private static final int REQUESTS_EACH = 20;

    @TestHTTPResource(Api.ME)
    URI me;

    @Test
    void concurrentClientsGetNoError() {
        // Given more clients than any pool of connections holds, each on a connection of its own
        String token = Api.register().token();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        // When each asks again and again
        List<CompletableFuture<List<Integer>>> all = IntStream.range(0, CLIENTS)
                .mapToObj(client -> CompletableFuture.supplyAsync(() -> ask(token), clients))
                .toList();
        // Then
        List<Integer> statuses =
                all.stream().flatMap(client -> client.join().stream()).toList();
        clients.shutdown();
        assertThat(statuses).hasSize(CLIENTS * REQUESTS_EACH).containsOnly(200);
    }

    private List<Integer> ask(String token) {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpRequest request = HttpRequest.newBuilder(me)
                .header("Authorization", "Bearer " + token)
                .build();
        return IntStream.range(0, REQUESTS_EACH)
                .mapToObj(i -> {
                    try {
                        return client.send(request, HttpResponse.BodyHandlers.discarding())
                                .statusCode();
                    } catch (java.io.IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toList();
    }
}
