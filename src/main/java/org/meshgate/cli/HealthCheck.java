package org.meshgate.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One question to a server, with the client of the JDK, which starts faster than Quarkus. */
final class HealthCheck {

    private static final int OK = 200;

    private HealthCheck() {}

    /**
     * Asks, past any proxy of the system.
     *
     * @param deadline for the whole answer
     * @throws Refusal that says why the answer is not 200
     */
    static void require(URI url, Duration deadline) {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .proxy(HttpClient.Builder.NO_PROXY)
                .build();
        CompletableFuture<HttpResponse<Void>> answer =
                client.sendAsync(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.discarding());
        try {
            int status = answer.get(deadline.toNanos(), TimeUnit.NANOSECONDS).statusCode();
            if (status != OK) {
                throw new Refusal(url + " answers " + status + ".");
            }
        } catch (TimeoutException late) {
            answer.cancel(true);
            throw new Refusal(url + " does not answer within " + deadline.toSeconds() + " s.");
        } catch (ExecutionException failed) {
            throw new Refusal(reason(url, failed.getCause()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Refusal("Interrupted.");
        }
    }

    private static String reason(URI url, Throwable failure) {
        if (failure instanceof ConnectException) {
            return url + " cannot be reached. Does the server run, and listen there?";
        }
        return url + (failure instanceof IOException ? " gives no answer in HTTP (" : " cannot be asked (")
                + failure.getClass().getSimpleName() + ").";
    }
}
