import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Clients that ask for much and read little, against a server on loopback, while another client asks every 50 ms:
 *
 * <pre>
 * java HostileClients.java unread PORT CONNECTIONS REQUESTS PATH SECONDS OTHER_PATH TOKEN
 * java HostileClients.java slow PORT CONNECTIONS 1 PATH SECONDS OTHER_PATH TOKEN
 * </pre>
 *
 * {@code unread} sends so many pipelined requests on each connection and reads nothing; {@code slow} reads 64 KiB each second.
 * Prints {@code OTHERS count FAILED count SLOWEST milliseconds}: what the other client saw.
 */
public final class HostileClients {

    private static final int SLOW_PIECE = 64 * 1024;

    private HostileClients() {}

    public static void main(String[] args) throws Exception {
        boolean slow = args[0].equals("slow");
        int port = Integer.parseInt(args[1]);
        int connections = Integer.parseInt(args[2]);
        int requests = Integer.parseInt(args[3]);
        long seconds = Long.parseLong(args[5]);
        byte[] request = ("GET " + args[4] + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nAuthorization: Bearer " + args[7]
                        + "\r\n\r\n")
                .repeat(requests)
                .getBytes(StandardCharsets.US_ASCII);
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            Socket socket = new Socket();
            socket.setReceiveBufferSize(SLOW_PIECE);
            socket.connect(new java.net.InetSocketAddress("127.0.0.1", port));
            sockets.add(socket);
            socket.getOutputStream().write(request);
            if (slow) {
                Thread reader = new Thread(() -> readSlowly(socket));
                reader.setDaemon(true);
                reader.start();
            }
        }
        ask(URI.create("http://127.0.0.1:" + port + args[6]), args[7], seconds);
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private static void readSlowly(Socket socket) {
        try {
            InputStream in = socket.getInputStream();
            while (in.readNBytes(SLOW_PIECE).length > 0) {
                Thread.sleep(1000);
            }
        } catch (IOException | InterruptedException closed) {
            // by the server, or at the end
        }
    }

    private static void ask(URI other, String token, long seconds) throws InterruptedException {
        HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
        HttpRequest request = HttpRequest.newBuilder(other)
                .header("Authorization", "Bearer " + token)
                .timeout(Duration.ofSeconds(5))
                .build();
        int count = 0;
        int failed = 0;
        long slowest = 0;
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        while (System.nanoTime() < end) {
            long start = System.nanoTime();
            count++;
            try {
                failed += client.send(request, BodyHandlers.ofString()).statusCode() == 200 ? 0 : 1;
            } catch (IOException e) {
                failed++;
            }
            slowest = Math.max(slowest, System.nanoTime() - start);
            Thread.sleep(50);
        }
        System.out.println("OTHERS " + count + " FAILED " + failed + " SLOWEST " + slowest / 1_000_000);
    }
}
