package org.meshgate.cli.client.download;

import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalDouble;
import org.meshgate.cli.client.InterruptNotice;
import org.meshgate.cli.client.screen.HumanText;
import org.meshgate.cli.client.screen.Progress;
import org.meshgate.cli.client.screen.Screen;
import org.meshgate.cli.client.session.ApiSession;
import org.meshgate.cli.client.session.ClientExit;
import org.meshgate.cli.client.session.ClientFailure;
import org.meshgate.cli.http.ApiException;
import org.meshgate.cli.http.ApiTransport;
import org.meshgate.cli.http.BoundedBody;
import org.meshgate.cli.http.LocalFileException;
import org.meshgate.cli.support.FailureReason;
import org.meshgate.runtime.Digests;

/**
 * Fetches the result of a job. What arrives stands in a partial file beside the target, whose name depends on the job and
 * the state of the result (its ETag), so that another call goes on where this one ended, and never mixes two results.
 */
public final class ResultDownload {

    private static final int PARTIAL_CONTENT = 206;
    private static final int KEY_LENGTH = 6;
    private static final int PRECONDITION_FAILED = 412;

    private final ApiSession session;
    private final Screen screen;

    /**
     * Where a result goes.
     *
     * @param output a file or a folder; empty for the working folder
     * @param overwrite whether a file that is there is replaced
     */
    public record Target(Optional<Path> output, boolean overwrite) {}

    /** What the server says of a result before it is fetched. */
    private record Found(String etag, long size, String name) {

        /** Whether requests can be bound to this state of the result: a weak tag never matches (RFC 9110, section 13.1.1). */
        boolean isStrong() {
            return !etag.startsWith("W/");
        }
    }

    public ResultDownload(ApiSession session, Screen screen) {
        this.session = session;
        this.screen = screen;
    }

    /**
     * Checks what is known of a target before there is a result.
     *
     * @throws ClientFailure when nothing can be written there
     */
    public void requireUsable(Target target) {
        Path named = named(target);
        if (Files.isDirectory(named)) {
            return;
        }
        requireFree(named, target.overwrite());
        Path folder = named.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new ClientFailure(ClientExit.FAILED, folder + " is no folder.");
        }
        if (folder != null && !Files.isWritable(folder)) {
            throw new ClientFailure(ClientExit.FAILED, folder + " cannot be written.");
        }
    }

    /**
     * Fetches the result.
     *
     * @return where it is
     */
    public Path fetch(String jobId, Target target) throws IOException, InterruptedException {
        Found found = found(jobId);
        Path file = file(target, found);
        requireFree(file, target.overwrite());
        String key = HexFormat.of()
                .formatHex(
                        Digests.sha256((session.server() + jobId + found.etag()).getBytes(StandardCharsets.UTF_8)),
                        0,
                        KEY_LENGTH);
        Path partial = file.resolveSibling("." + file.getFileName() + "." + key + ".part");
        InterruptNotice notice =
                InterruptNotice.on(() -> screen.end("What was fetched is kept. To go on: the same again."));
        try (PartialDownload part = open(partial)) {
            fill(jobId, found, part, file.getFileName().toString());
            requireFree(file, target.overwrite());
            part.moveTo(file, target.overwrite());
        } catch (LocalFileException full) {
            throw new ClientFailure(
                    ClientExit.FAILED,
                    file + " cannot be written (" + FailureReason.of(full.reason())
                            + "). What was fetched is kept. To go on: the same again.");
        } catch (FileAlreadyExistsException appeared) {
            throw exists(file);
        } finally {
            notice.close();
        }
        return file;
    }

    private PartialDownload open(Path partial) {
        try {
            return PartialDownload.open(partial);
        } catch (IOException e) {
            throw new ClientFailure(ClientExit.FAILED, partial + " cannot be written (" + FailureReason.of(e) + ").");
        }
    }

    private Found found(String jobId) throws IOException, InterruptedException {
        HttpHeaders headers;
        try {
            headers = session.retried(
                    () -> session.head(request(jobId)
                                    .method("HEAD", HttpRequest.BodyPublishers.noBody())
                                    .build())
                            .headers(),
                    ignored -> {});
        } catch (ApiException.Refused | ApiException.TokenRefused silent) { // the answer to HEAD says no reason
            session.head(request(jobId).header("Range", "bytes=0-0").GET().build());
            throw silent;
        }
        long size = headers.firstValueAsLong("X-File-Size")
                .orElse(headers.firstValueAsLong("Content-Length").orElse(-1));
        String etag = headers.firstValue("ETag").orElse("");
        if (size < 0 || etag.isEmpty()) {
            throw new ClientFailure(ClientExit.FAILED, session.server() + " does not say how large the result is.");
        }
        return new Found(etag, size, SafeFileName.of(headers.firstValue("Content-Disposition"), jobId));
    }

    private Path file(Target target, Found found) {
        Path named = named(target);
        return Files.isDirectory(named) || named.toString().isEmpty() ? named.resolve(found.name()) : named;
    }

    private Path named(Target target) {
        Path base = session.context().folder();
        return target.output().map(base::resolve).orElse(base);
    }

    private void fill(String jobId, Found found, PartialDownload part, String name)
            throws IOException, InterruptedException {
        if (part.length() > found.size()) {
            part.clear();
        }
        Progress progress = new Progress(screen);
        while (part.length() < found.size()) {
            long before = part.length();
            try {
                session.retried(
                        () -> request(jobId, found, part.writer(length -> show(progress, name, length, found.size()))),
                        away -> screen.say(away.getMessage() + ". Trying again."));
            } catch (ApiException.Unavailable broken) {
                if (part.length() <= before) {
                    throw broken;
                }
            } catch (ApiException.Refused refused) {
                part.clear();
                throw refused.status() == PRECONDITION_FAILED ? changed() : refused;
            }
            if (part.length() <= before) {
                throw new ClientFailure(ClientExit.FAILED, "The result arrives cut short. Try again.");
            }
        }
        if (part.length() != found.size()) {
            part.clear();
            throw new ClientFailure(ClientExit.FAILED, "The result has another size than the server says. Try again.");
        }
    }

    private HttpResponse<byte[]> request(String jobId, Found found, PartialDownload.Writer writer)
            throws IOException, InterruptedException {
        long start = found.isStrong() ? writer.start() : 0;
        HttpRequest.Builder request = request(jobId).GET();
        if (found.isStrong()) {
            request.header("If-Match", found.etag());
        }
        if (start > 0) {
            request.header("Range", "bytes=" + start + "-");
        }
        BodyHandler<byte[]> handler =
                BoundedBody.toStream(answer -> sink(answer, found, writer), found.size(), ApiTransport.MAX_PROBLEM);
        return session.exchange(request.build(), handler, ApiSession.transferDeadline(found.size()));
    }

    /** A whole answer begins the file anew; one of another state of the result is refused. */
    private static OutputStream sink(ResponseInfo answer, Found found, PartialDownload.Writer writer) {
        if (!answer.headers().firstValue("ETag").filter(found.etag()::equals).isPresent()) {
            return refusing(changed());
        }
        boolean continues = answer.statusCode() == PARTIAL_CONTENT
                && answer.headers().firstValue("Content-Range").orElse("").startsWith("bytes " + writer.start() + "-");
        try {
            if (!continues) {
                writer.restart();
            }
            return writer;
        } catch (IOException e) {
            return refusing(new LocalFileException(e));
        }
    }

    private static ApiException.Refused changed() {
        return new ApiException.Refused("The result has changed since the download began. Try again.");
    }

    private static OutputStream refusing(IOException reason) {
        return new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw reason;
            }
        };
    }

    private static void show(Progress progress, String name, long length, long size) {
        progress.show(
                "downloading " + name,
                OptionalDouble.of(size == 0 ? 1 : (double) length / size),
                HumanText.bytes(length) + " of " + HumanText.bytes(size));
    }

    private HttpRequest.Builder request(String jobId) {
        return session.request(ApiSession.job(jobId) + "/download");
    }

    private static void requireFree(Path file, boolean overwrite) {
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new ClientFailure(ClientExit.FAILED, file + " is a folder.");
        }
        if (!overwrite && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw exists(file);
        }
    }

    private static ClientFailure exists(Path file) {
        return new ClientFailure(ClientExit.FAILED, file + " exists. Give --force to replace it, or -o another.");
    }
}
