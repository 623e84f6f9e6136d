package org.meshgate.cli.worker.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.meshgate.cli.http.BodyTooLargeException;
import org.meshgate.cli.http.BoundedBody;
import org.meshgate.cli.http.HttpSender;
import org.meshgate.cli.support.PrintableText;
import org.meshgate.cli.worker.job.JobContext;
import org.meshgate.cli.worker.job.JobExecutor;
import org.meshgate.cli.worker.job.JobOutcome;

/** Runs a job by one POST to a model server, whose answer is the result. */
public final class HttpJobExecutor implements JobExecutor {

    private static final int MAX_ERROR_BODY = 64 * 1024;
    private static final int MAX_EXCERPT = 300;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    private final HttpSender sender;
    private final URI url;
    private final RequestBody body;
    private final long maxOutput;

    private HttpJobExecutor(HttpSender sender, URI url, RequestBody body, long maxOutput) {
        this.sender = sender;
        this.url = url;
        this.body = body;
        this.maxOutput = maxOutput;
    }

    /** Posts JSON. */
    public static HttpJobExecutor json(HttpSender sender, URI url, ObjectMapper json, FieldMap fields, long maxOutput) {
        return new HttpJobExecutor(sender, url, new JsonRequestBody(json, fields), maxOutput);
    }

    /** Posts a multipart form. */
    public static HttpJobExecutor form(HttpSender sender, URI url, FieldMap fields, long maxOutput) {
        return new HttpJobExecutor(sender, url, new FormRequestBody(fields), maxOutput);
    }

    @Override
    public JobOutcome execute(JobContext context) throws IOException, InterruptedException {
        Path request = context.folder().scratchFile("request");
        String contentType = body.write(context, request);
        Path answer = context.folder().scratchFile("answer");
        HttpResponse<byte[]> response;
        try {
            response = sender.send(
                    HttpRequest.newBuilder(url)
                            .header("Content-Type", contentType)
                            .header("Accept", "model/gltf-binary, application/octet-stream;q=0.9, */*;q=0.5")
                            .POST(HttpRequest.BodyPublishers.ofFile(request))
                            .build(),
                    BoundedBody.toFile(answer, maxOutput, MAX_ERROR_BODY),
                    context.timeout());
        } catch (BodyTooLargeException e) {
            return JobOutcome.Failure.permanent("The model server's result is too large: " + e.getMessage() + ".");
        } catch (ConnectException | HttpConnectTimeoutException e) {
            return JobOutcome.Failure.retryable("The model server cannot be reached.");
        } catch (HttpTimeoutException e) {
            return JobOutcome.Failure.retryable("The model server did not answer within "
                    + context.timeout().toSeconds() + " s.");
        } catch (IOException e) {
            return JobOutcome.Failure.retryable("The model server broke off its answer (" + e.getMessage() + ").");
        }
        if (response.statusCode() / 100 != 2) {
            return refusal(response);
        }
        return result(
                context, answer, response.headers().firstValue("Content-Type").orElse(""));
    }

    private static JobOutcome refusal(HttpResponse<byte[]> response) {
        int status = response.statusCode();
        boolean retryable = status == TOO_MANY_REQUESTS || status == UNAVAILABLE;
        if (status / 100 == 3) {
            return JobOutcome.Failure.permanent(
                    "The model server answers " + status + ", a redirect, which is not followed.");
        }
        return new JobOutcome.Failure(
                "The model server answers " + status + excerpt(response.body()), retryable, Optional.empty());
    }

    private static JobOutcome result(JobContext context, Path answer, String contentType) throws IOException {
        if (!Files.exists(answer) || Files.size(answer) == 0) {
            return JobOutcome.Failure.permanent("The model server answers without a file.");
        }
        if (ModelFormat.isCutShort(answer)) {
            return JobOutcome.Failure.retryable("The model server's file is cut short.");
        }
        Optional<String> format = ModelFormat.of(answer, contentType);
        if (format.isEmpty()) {
            return JobOutcome.Failure.permanent("The model server answers no model but "
                    + (contentType.isEmpty() ? "something unknown" : PrintableText.text(contentType))
                    + excerpt(head(answer)));
        }
        Path result = context.folder().output().resolve("result." + format.get());
        return new JobOutcome.Success(Files.move(answer, result), Optional.empty());
    }

    private static byte[] head(Path file) throws IOException {
        try (InputStream in = new FileInputStream(file.toFile())) {
            return in.readNBytes(MAX_EXCERPT);
        }
    }

    /** The beginning of a text; nothing of binary data. */
    private static String excerpt(byte[] bytes) {
        String text = new String(bytes, 0, Math.min(bytes.length, MAX_EXCERPT), StandardCharsets.UTF_8).strip();
        boolean binary = text.chars().anyMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t');
        return text.isEmpty() || binary ? "." : ": " + PrintableText.text(text.replaceAll("\\s+", " "));
    }
}
