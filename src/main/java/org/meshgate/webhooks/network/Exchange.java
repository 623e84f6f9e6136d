package org.meshgate.webhooks.network;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.meshgate.webhooks.network.SendResult.Answered;
import org.meshgate.webhooks.network.SendResult.Failed;
import org.meshgate.webhooks.network.SendResult.FailureKind;
import org.meshgate.webhooks.network.SsrfGuard.Verdict;

/** One request and its answer, on one event loop. Whatever happens first ends it; a connection in between is closed. */
final class Exchange {

    /** How much of an answer's body is read. */
    static final int MAX_ANSWER = 64 * 1024;

    /** How many addresses of a name are tried, as long as no connection is made. */
    private static final int MAX_ADDRESSES = 4;

    /** How many answers of status 100 and 103 may precede the final one; with another status below 200 it fails. */
    private static final int MAX_INFORMATIONAL = 16;

    private static final int FIRST_FINAL_STATUS = 200;

    private static final Failed NO_HTTP =
            new Failed(FailureKind.PROTOCOL, "the answer is not valid HTTP/1.1, or its headers are too large");

    private final WebhookSender sender;
    private final Context context;
    private final Request content;
    private final Consumer<SendResult> listener;
    private long timer = -1;
    private Optional<HttpClientRequest> request = Optional.empty();
    private boolean done;
    private int received;
    private int informational;

    Exchange(WebhookSender sender, Context context, Request content, Consumer<SendResult> listener) {
        this.sender = sender;
        this.context = context;
        this.content = content;
        this.listener = listener;
    }

    /** What is sent, and where to. */
    record Request(WebhookUrl url, Map<String, String> headers, Buffer body) {}

    void start() {
        context.runOnContext(started -> {
            timer = sender.vertx().setTimer(sender.deadline().toMillis(), late -> timeOut());
            sender.resolve(content.url())
                    .subscribe()
                    .with(
                            addresses -> context.runOnContext(resolved -> connectChecked(addresses)),
                            failure -> context.runOnContext(failed -> finish(unresolved(failure))));
        });
    }

    /** Ends the exchange without a result; does nothing when it has one. */
    void cancel() {
        context.runOnContext(cancelled -> finish(new Failed(FailureKind.STOPPED, "the request was given up")));
    }

    private void connectChecked(List<InetAddress> addresses) {
        if (done) {
            return;
        }
        Verdict<List<InetAddress>> verdict = sender.guard().check(content.url(), addresses);
        if (verdict instanceof Verdict.Refused<List<InetAddress>> refused) {
            finish(Failed.of(refused));
        } else if (verdict instanceof Verdict.Allowed<List<InetAddress>> allowed) {
            List<InetAddress> checked = allowed.value();
            int tries = Math.min(MAX_ADDRESSES, checked.size());
            connect(checked.subList(0, tries), sender.deadline().toMillis() / tries);
        }
    }

    /** Connects to the first address that takes a connection. */
    private void connect(List<InetAddress> checked, long timeout) {
        WebhookUrl url = content.url();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(checked.get(0), url.port())))
                .setHost(url.host())
                .setPort(url.port())
                .setSsl(url.secure())
                .setURI(url.target())
                .setFollowRedirects(false)
                .setConnectTimeout(timeout);
        content.headers().forEach(options::putHeader);
        options.putHeader(HttpHeaders.HOST, url.authority());
        sender.client().request(options).onComplete(connected -> {
            if (connected.succeeded()) {
                send(connected.result());
            } else if (!done && checked.size() > 1 && !isTls(connected.cause())) {
                connect(checked.subList(1, checked.size()), timeout);
            } else {
                finish(unconnected(connected.cause()));
            }
        });
    }

    private void send(HttpClientRequest connected) {
        if (done) {
            connected.connection().close();
            return;
        }
        request = Optional.of(connected);
        connected.continueHandler(informational -> countInformational());
        connected.earlyHintsHandler(informational -> countInformational());
        connected.send(content.body()).onComplete(answer -> {
            if (answer.succeeded()) {
                read(answer.result());
            } else {
                finish(broken(answer.cause()));
            }
        });
    }

    private void countInformational() {
        informational++;
        if (informational > MAX_INFORMATIONAL) {
            finish(NO_HTTP);
        }
    }

    private void read(HttpClientResponse response) {
        if (response.statusCode() < FIRST_FINAL_STATUS) {
            finish(NO_HTTP);
            return;
        }
        Answered answer = new Answered(
                response.statusCode(),
                Optional.ofNullable(response.getHeader(HttpHeaders.RETRY_AFTER))
                        .flatMap(header -> RetryAfter.parse(header, sender.clock())));
        response.exceptionHandler(failure -> finish(broken(failure)));
        response.handler(piece -> {
            received += piece.length();
            if (received > MAX_ANSWER) {
                finish(answer);
            }
        });
        response.endHandler(end -> {
            if (sender.keepsConnection()) {
                request = Optional.empty();
            }
            // One turn later the connection is back in the pool, ready for the next request to this endpoint.
            context.runOnContext(recycled -> finish(answer));
        });
    }

    private void timeOut() {
        finish(new Failed(
                FailureKind.TIMEOUT,
                "no complete answer within " + sender.deadline().toSeconds() + " s"));
    }

    private void finish(SendResult result) {
        if (done) {
            return;
        }
        done = true;
        boolean closedByStop =
                sender.isStopped() && result instanceof Failed failed && failed.kind() == FailureKind.CONNECTION;
        sender.vertx().cancelTimer(timer);
        request.ifPresent(open -> open.connection().close());
        listener.accept(closedByStop ? new Failed(FailureKind.STOPPED, "the server stopped") : result);
    }

    private static Failed unresolved(Throwable failure) {
        return failure instanceof RejectedExecutionException
                ? new Failed(FailureKind.BUSY, "too many names are being resolved")
                : new Failed(FailureKind.UNRESOLVED, "the URL " + SsrfGuard.HIDDEN_ADDRESS);
    }

    private static Failed unconnected(Throwable failure) {
        return isTls(failure)
                ? new Failed(FailureKind.TLS, "no secure connection: the TLS handshake or the certificate is not valid")
                : new Failed(FailureKind.CONNECTION, "no connection could be made");
    }

    private static Failed broken(Throwable failure) {
        return failure instanceof IOException || failure instanceof HttpClosedException
                ? new Failed(FailureKind.CONNECTION, "the connection was closed before the end of the answer")
                : NO_HTTP;
    }

    private static boolean isTls(Throwable failure) {
        return failure instanceof SSLException;
    }
}
