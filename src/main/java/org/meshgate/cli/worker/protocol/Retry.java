package org.meshgate.cli.worker.protocol;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.meshgate.cli.http.ApiException;
import org.meshgate.cli.http.Backoff;

/**
 * Repeats a call while the server is unavailable.
 *
 * @param first the delay after the first failure
 * @param max the longest delay
 */
public record Retry(RandomGenerator random, Duration first, Duration max) {

    /** A call of the API. */
    @FunctionalInterface
    public interface Call<T> {
        T run() throws IOException, InterruptedException;
    }

    /**
     * Repeats the call until it is answered, however long that takes; the thread is interrupted when the job has ended.
     *
     * @param maxBroken after so many connections that broke without an answer, the last failure is thrown
     * @param onFailure is told of each failure
     */
    public <T> T call(Call<T> call, int maxBroken, Consumer<ApiException.Unavailable> onFailure)
            throws IOException, InterruptedException {
        Backoff backoff = new Backoff(random, first, max);
        int broken = 0;
        while (true) {
            try {
                return call.run();
            } catch (ApiException.Unavailable failure) {
                broken += failure.isBroken() ? 1 : 0;
                if (broken >= maxBroken) {
                    throw failure;
                }
                onFailure.accept(failure);
                Thread.sleep(backoff.next(failure.retryAfter()).toMillis());
            }
        }
    }
}
