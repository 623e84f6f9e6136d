package org.meshgate.cli.worker.run;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.meshgate.cli.http.ApiException;
import org.meshgate.cli.worker.job.JobOutcome;
import org.meshgate.cli.worker.protocol.JobAssignment;
import org.meshgate.cli.worker.protocol.Retry;
import org.meshgate.cli.worker.protocol.WorkerApi;

/** Brings the outcome of an attempt to the server, and repeats each call until it is answered. */
final class ResultDelivery {

    private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9._-]");
    private static final int MAX_NAME = 100;
    private static final int BUFFER = 64 * 1024;

    /** A server that refuses a file while it is sent may close the connection before its answer is read. */
    private static final int MAX_BROKEN_UPLOADS = 5;

    private final WorkerApi api;
    private final Retry retry;
    private final WorkerLog log;

    ResultDelivery(WorkerApi api, Retry retry, WorkerLog log) {
        this.api = api;
        this.retry = retry;
        this.log = log;
    }

    /** Uploads the files and completes the job; what the server refuses is a failure of the attempt. */
    void deliver(ActiveJob running, JobOutcome outcome, double seconds) throws IOException, InterruptedException {
        if (outcome instanceof JobOutcome.Failure failure) {
            fail(running, failure, seconds);
            return;
        }
        try {
            succeed(running, (JobOutcome.Success) outcome, seconds);
        } catch (ApiException.Refused refused) {
            fail(running, JobOutcome.Failure.permanent("The result is refused: " + refused.getMessage()), seconds);
        } catch (ApiException.Unavailable broken) {
            fail(running, JobOutcome.Failure.retryable("The result cannot be sent: " + broken.getMessage()), seconds);
        }
    }

    private void succeed(ActiveJob running, JobOutcome.Success success, double seconds)
            throws IOException, InterruptedException {
        JobAssignment job = running.job();
        String result = safeName(success.result());
        upload(job, result, success.result());
        Optional<String> thumbnail = success.thumbnail().map(file -> thumbnailName(result, file));
        if (thumbnail.isPresent()) {
            upload(job, thumbnail.get(), success.thumbnail().orElseThrow());
        }
        running.settle();
        String status =
                retry.call(() -> api.complete(job, result, thumbnail, seconds), Integer.MAX_VALUE, this::unavailable);
        log.ended(job, status, seconds, result);
    }

    /** Reports a failure. */
    void fail(ActiveJob running, JobOutcome.Failure failure, double seconds) throws IOException, InterruptedException {
        JobAssignment job = running.job();
        running.settle();
        try {
            String status = retry.call(
                    () -> api.fail(job, failure.error(), failure.retryable(), failure.logTail()),
                    Integer.MAX_VALUE,
                    this::unavailable);
            log.ended(job, status, seconds, failure.error());
        } catch (ApiException.Refused refused) {
            log.ended(job, "lost", seconds, refused.getMessage());
        }
    }

    private void upload(JobAssignment job, String name, Path file) throws IOException, InterruptedException {
        String digest = digest(file);
        retry.call(
                () -> {
                    api.upload(job, name, file, digest);
                    return name;
                },
                MAX_BROKEN_UPLOADS,
                this::unavailable);
    }

    private void unavailable(ApiException.Unavailable failure) {
        log.unavailable(failure.getMessage());
    }

    /** The command's name for the file, as far as the protocol allows it. */
    static String safeName(Path file) {
        String name = UNSAFE.matcher(file.getFileName().toString()).replaceAll("_");
        name = name.substring(Math.max(0, name.length() - MAX_NAME)); // the end has the extension
        return name.startsWith(".") || name.startsWith("-") ? "_" + name.substring(1) : name;
    }

    private static String thumbnailName(String result, Path file) {
        String name = safeName(file);
        return name.equals(result) ? "thumbnail-" + name : name;
    }

    /** The value of {@code Repr-Digest} (RFC 9530). */
    static String digest(Path file) throws IOException {
        try (InputStream in = new FileInputStream(file.toFile())) {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                sha256.update(buffer, 0, read);
            }
            return "sha-256=:" + Base64.getEncoder().encodeToString(sha256.digest()) + ":";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
