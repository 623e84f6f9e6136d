package org.meshgate.webhooks.network;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server of raw bytes on loopback that answers each request by a script; the connection stays open after it. */
final class HostileServer implements AutoCloseable {

    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

    private final ServerSocket socket;
    private final Script script;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final AtomicLong sent = new AtomicLong();
    private volatile int accepted;

    /** What the server does when it has read a request. */
    interface Script {
        void answer(Answer answer) throws IOException, InterruptedException;
    }

    HostileServer(String address, Script script) {
        this.script = script;
        try {
            socket = new ServerSocket();
            socket.bind(new InetSocketAddress(InetAddress.getByName(address), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread(this::accept);
    }

    /** One that answers every request with these bytes. */
    static HostileServer answering(String bytes) {
        return new HostileServer("127.0.0.1", answer -> answer.write(bytes));
    }

    int port() {
        return socket.getLocalPort();
    }

    /** The heads of the requests, and their bodies. */
    List<String> requests() {
        return requests;
    }

    /** Connections from the beginning. */
    int accepted() {
        return accepted;
    }

    /** How many bytes the system took from the server. */
    long sent() {
        return sent.get();
    }

    /** Connections that the client has not closed. */
    long open() {
        return connections.size();
    }

    @Override
    public void close() {
        try {
            socket.close();
            for (Socket connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The way back to the client. */
    final class Answer {

        private final Socket connection;
        private final OutputStream out;

        private Answer(Socket connection) throws IOException {
            this.connection = connection;
            this.out = connection.getOutputStream();
        }

        void write(String text) throws IOException {
            write(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        void write(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
            sent.addAndGet(bytes.length);
        }

        /** Waits until the client has closed the connection. */
        void awaitClosed() throws IOException {
            connection.getInputStream().transferTo(OutputStream.nullOutputStream());
        }

        void close() throws IOException {
            connection.close();
        }
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                connections.add(connection);
                accepted++;
                thread(() -> serve(connection));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            for (String request = read(connection); !request.isEmpty(); request = read(connection)) {
                requests.add(request);
                script.answer(new Answer(connection));
            }
        } catch (IOException | InterruptedException clientLeft) {
            // as expected of most scripts
        } finally {
            connections.remove(connection);
        }
    }

    private static String read(Socket connection) throws IOException {
        InputStream in = connection.getInputStream();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int end = -1;
        while (end < 0) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            bytes.write(next);
            end = bytes.toString(StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n");
        }
        Matcher length = LENGTH.matcher(bytes.toString(StandardCharsets.ISO_8859_1));
        bytes.write(in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "hostile-server");
        thread.setDaemon(true);
        thread.start();
    }
}
