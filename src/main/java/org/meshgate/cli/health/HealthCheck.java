package org.meshgate.cli.health;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.meshgate.cli.support.CommandFailure;

/** One health request to a server, with the HTTP client of the JDK, which starts faster than Quarkus. */
final class HealthCheck {

    private static final int OK = 200;

    private HealthCheck() {}

    /**
     * Sends the request, bypassing any system proxy.
     *
     * @param deadline for the whole response
     * @throws CommandFailure with the reason, unless the response is 200
     */
    static void require(URI url, Duration deadline) {
        FutureTask<Integer> request = new FutureTask<>(() -> status(url, deadline));
        Thread thread = new Thread(request, "health");
        thread.setDaemon(true); // a request that hangs must not keep the process alive
        thread.start();
        try {
            int status = request.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
            if (status != OK) {
                throw new CommandFailure(url + " answers " + status + ".");
            }
        } catch (TimeoutException late) {
            throw new CommandFailure(url + " does not answer within " + deadline.toSeconds() + " s.");
        } catch (ExecutionException failed) {
            throw new CommandFailure(reason(url, failed.getCause()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("Interrupted.");
        }
    }

    /** Sends the request and reads the response to its end. */
    private static int status(URI url, Duration deadline) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection(Proxy.NO_PROXY);
        int timeoutMillis = Math.toIntExact(deadline.plusSeconds(1).toMillis());
        connection.setConnectTimeout(timeoutMillis);
        connection.setReadTimeout(timeoutMillis);
        connection.setInstanceFollowRedirects(false);
        int status = connection.getResponseCode();
        if (status < 0) {
            throw new IOException("no status");
        }
        InputStream body =
                status < HttpURLConnection.HTTP_BAD_REQUEST ? connection.getInputStream() : connection.getErrorStream();
        if (body != null) {
            try (body) {
                body.transferTo(OutputStream.nullOutputStream());
            }
        }
        return status;
    }

    private static String reason(URI url, Throwable failure) {
        if (failure instanceof ConnectException || failure instanceof UnknownHostException) {
            return url + " cannot be reached. Does the server run, and listen there?";
        }
        return url + (failure instanceof IOException ? " gives no answer in HTTP (" : " cannot be asked (")
                + failure.getClass().getSimpleName() + ").";
    }
}
