import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Opens connections, asks once on each, and keeps them open until it is told to end: {@code java IdleConnections.java PORT
 * COUNT PATH}. Prints {@code HELD count} when all were answered with 200; on SIGTERM it asks once more on each, and prints
 * {@code LOST count} of those that were not answered with 200 again.
 */
public final class IdleConnections {

    private IdleConnections() {}

    public static void main(String[] args) throws Exception {
        int port = Integer.parseInt(args[0]);
        int count = Integer.parseInt(args[1]);
        byte[] request = ("GET " + args[2] + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        List<SocketChannel> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
            all.add(channel);
            if (!answered(channel, request)) {
                throw new IllegalStateException("connection " + i + " was not answered with 200");
            }
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println(
                "LOST " + all.stream().filter(channel -> !answered(channel, request)).count())));
        System.out.println("HELD " + all.size());
        Thread.currentThread().join();
    }

    private static boolean answered(SocketChannel channel, byte[] request) {
        try {
            channel.write(ByteBuffer.wrap(request));
            ByteBuffer answer = ByteBuffer.allocate(8192);
            StringBuilder text = new StringBuilder();
            do {
                answer.clear();
                if (channel.read(answer) < 0) {
                    return false;
                }
                text.append(StandardCharsets.ISO_8859_1.decode(answer.flip()));
            } while (text.indexOf("}", Math.max(0, text.indexOf("\r\n\r\n"))) < 0); // the body is one JSON object
            return text.indexOf("HTTP/1.1 200") == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
