package org.meshgate.redis.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;

/**
 * The endpoint of an embedded Redis. Stored in a file that only its owner can read, for a second program such as
 * {@code create-admin}.
 *
 * @param port on loopback
 * @param password random for each start; letters and digits
 * @param redisPid the process id of the server
 * @param ownerPid the process id of the program that started it
 * @param shortLived whether that program is a one-shot command
 */
record EmbeddedRedisEndpoint(int port, String password, long redisPid, long ownerPid, boolean shortLived) {

    private static final int TIMEOUT_MILLIS = 2000;

    URI uri() {
        return URI.create("redis://:" + password + "@127.0.0.1:" + port);
    }

    EmbeddedRedisEndpoint withRedisPid(long pid) {
        return new EmbeddedRedisEndpoint(port, password, pid, ownerPid, shortLived);
    }

    /** Reads the file; empty if it is missing or incomplete. */
    static Optional<EmbeddedRedisEndpoint> read(Path file) {
        Properties entries = new Properties();
        try (Reader text = Files.newBufferedReader(file)) {
            entries.load(text);
            return Optional.of(new EmbeddedRedisEndpoint(
                    Integer.parseInt(entries.getProperty("port")),
                    entries.getProperty("password"),
                    Long.parseLong(entries.getProperty("redis_pid")),
                    Long.parseLong(entries.getProperty("owner_pid")),
                    Boolean.parseBoolean(entries.getProperty("short_lived"))));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Writes the file atomically. */
    void write(Path file) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        PrivateFiles.write(
                draft,
                "port=" + port + "\npassword=" + password + "\nredis_pid=" + redisPid + "\nowner_pid=" + ownerPid
                        + "\nshort_lived=" + shortLived + "\n");
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Whether a server answers that accepts the password and has loaded its data. */
    boolean answers() {
        return ask("PING").filter("+PONG"::equals).isPresent();
    }

    /** Whether the server is running, even while it loads its data. */
    boolean isOurs() {
        return ask("PING").isPresent();
    }

    @Override
    public String toString() {
        return "EmbeddedRedisEndpoint[" + port + "]";
    }

    private static byte[] line(String command) {
        return (command + "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Asks the server to save its data and to exit. */
    void shutDown() {
        ask("SHUTDOWN");
    }

    /** The process id that the server itself reports. */
    Optional<Long> reportedPid() {
        return ask("INFO server").flatMap(info -> info.lines()
                .filter(line -> line.startsWith("process_id:"))
                .findFirst()
                .map(line ->
                        Long.parseLong(line.substring("process_id:".length()).strip())));
    }

    /**
     * One command in Redis' inline form, on a connection of its own: before Quarkus runs there is no client yet. A
     * simple reply is one line; of a bulk reply all lines are read.
     */
    private Optional<String> ask(String command) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            // send the command only after the password is accepted: another program may use the port by now
            socket.getOutputStream().write(line("AUTH " + password));
            if (!"+OK".equals(in.readLine())) {
                return Optional.empty();
            }
            socket.getOutputStream().write(line(command));
            String reply = in.readLine();
            if (reply == null || !reply.startsWith("$")) {
                return Optional.ofNullable(reply);
            }
            char[] bulk = new char[Integer.parseInt(reply.substring(1))];
            int read = 0;
            while (read < bulk.length) {
                int more = in.read(bulk, read, bulk.length - read);
                if (more < 0) {
                    return Optional.empty();
                }
                read += more;
            }
            return Optional.of(new String(bulk));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }
}
