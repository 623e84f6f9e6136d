package org.meshgate.faults;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One connection through the proxy: per direction a thread that reads and one that writes, later or not at all. */
final class ProxyLine {

    private final Socket client;
    private final Socket redis;
    private final Supplier<Duration> delay;
    private final Consumer<ProxyLine> ended;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    private boolean frozen;
    private boolean forGood;
    private boolean cut;

    ProxyLine(Socket client, Socket redis, Supplier<Duration> delay, Consumer<ProxyLine> ended) {
        this.client = client;
        this.redis = redis;
        this.delay = delay;
        this.ended = ended;
    }

    void open() {
        pump(client, redis);
        pump(redis, client);
    }

    void freeze(boolean always) {
        change(() -> {
            frozen = true;
            forGood |= always;
        });
    }

    void thaw() {
        change(() -> frozen = forGood);
    }

    void cut() {
        change(() -> cut = true);
        ended.accept(this);
        try {
            client.close();
            redis.close();
        } catch (IOException e) {
            // it is gone anyway
        }
    }

    static void daemon(Runnable work) {
        Thread thread = new Thread(work, "fault-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void change(Runnable what) {
        lock.lock();
        try {
            what.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void pump(Socket from, Socket to) {
        BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
        daemon(() -> read(from, pieces));
        daemon(() -> write(pieces, to));
    }

    private void read(Socket from, BlockingQueue<Piece> pieces) {
        byte[] buffer = new byte[16384];
        try {
            int length;
            while ((length = from.getInputStream().read(buffer)) >= 0) {
                byte[] bytes = Arrays.copyOf(buffer, length);
                pieces.add(new Piece(bytes, System.nanoTime() + delay.get().toNanos()));
            }
        } catch (IOException e) {
            // the end of the connection, as above
        }
        pieces.add(Piece.END);
    }

    private void write(BlockingQueue<Piece> pieces, Socket to) {
        try {
            Piece piece = pieces.take();
            while (piece != Piece.END && passable(piece.due)) {
                to.getOutputStream().write(piece.bytes);
                piece = pieces.take();
            }
            if (passable(System.nanoTime())) {
                cut();
            }
        } catch (IOException e) {
            cut();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until it is time and nothing is frozen; false when the line was cut instead. */
    private boolean passable(long due) throws InterruptedException {
        lock.lock();
        try {
            long left = due - System.nanoTime();
            while (!cut && (frozen || left > 0)) {
                if (frozen) {
                    changed.await();
                } else {
                    changed.await(left, TimeUnit.NANOSECONDS);
                }
                left = due - System.nanoTime();
            }
            return !cut;
        } finally {
            lock.unlock();
        }
    }

    private record Piece(byte[] bytes, long due) {
        private static final Piece END = new Piece(new byte[0], 0);
    }
}
