package org.meshgate.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A client that listens to a job, and what it hears, line by line. */
public record EventListener(List<String> lines, CompletableFuture<Void> end, HttpResponse<InputStream> response) {

    /** With a token. */
    public static EventListener with(URI url, String token) {
        return open(HttpRequest.newBuilder(url).header("Authorization", "Bearer " + token));
    }

    /** As the EventSource of a browser, which sends no header of its caller. */
    public static EventListener withoutToken(URI url) {
        return open(HttpRequest.newBuilder(url));
    }

    private static EventListener open(HttpRequest.Builder request) {
        HttpResponse<InputStream> response = HttpClient.newHttpClient()
                .sendAsync(
                        request.header("Accept", "text/event-stream").build(),
                        HttpResponse.BodyHandlers.ofInputStream())
                .join();
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/event-stream");
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture<Void> end =
                CompletableFuture.runAsync(() -> new BufferedReader(new InputStreamReader(response.body()))
                        .lines()
                        .forEach(lines::add));
        return new EventListener(lines, end, response);
    }

    public void awaits(String... expected) {
        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(lines).containsSubsequence(expected));
    }

    public void awaitsEnd() {
        await().atMost(Duration.ofSeconds(15)).until(end::isDone);
        assertThat(end).isCompleted();
    }
}
