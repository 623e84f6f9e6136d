package org.meshgate.redis.embedded;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;
import redis.embedded.core.ExecutableProvider;

/**
 * The real Redis server as a child process, for a machine with only a JDK: on loopback, with a random password, its
 * data in a folder that survives restarts. A file lock decides which program owns the folder; others read from it where
 * the server listens.
 *
 * <p>The child must not outlive its owner, however that ends. Its parent is a shell that waits on a pipe held open by
 * this JVM: when the JVM is gone, even by {@code kill -9}, the pipe closes and the shell ends Redis, which saves.
 * Should the shell be killed as well, the next start finds the server through the endpoint file and ends it first.
 */
public final class EmbeddedRedis implements AutoCloseable {

    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);
    private static final Duration LOCK_LIMIT = Duration.ofSeconds(30);

    private final EmbeddedRedisEndpoint endpoint;
    private final Optional<Ownership> ownership;

    private EmbeddedRedis(EmbeddedRedisEndpoint endpoint, Optional<Ownership> ownership) {
        this.endpoint = endpoint;
        this.ownership = ownership;
    }

    /**
     * Starts the server for a program that serves. It must be the owner of the folder.
     *
     * @param directory where the data is kept; made when it is missing
     * @throws EmbeddedRedisException when another program owns the folder, or the server does not start
     */
    public static EmbeddedRedis start(Path directory, SecureRandom random) {
        return new Opening(directory.toAbsolutePath().normalize(), random, false).open();
    }

    /**
     * Joins the server of a program that serves, or starts one for as long as a command runs.
     *
     * @throws EmbeddedRedisException when neither works
     */
    public static EmbeddedRedis joinOrStart(Path directory, SecureRandom random) {
        return new Opening(directory.toAbsolutePath().normalize(), random, true).open();
    }

    /** Whether the folder holds data of a server. Changes nothing. */
    public static boolean hasData(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.findAny().isPresent();
        } catch (NotDirectoryException | NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            return true; // it exists; opening it reports why it cannot be read
        }
    }

    /** The URL of the server, with the password. */
    public URI uri() {
        return endpoint.uri();
    }

    /** Its TCP port on loopback. */
    public int port() {
        return endpoint.port();
    }

    /** Stops the server, which saves first, if this program started it. */
    @Override
    public void close() {
        ownership.ifPresent(Ownership::release);
    }

    private record Ownership(FileChannel lockFile, Path endpointFile, RedisProcess server) {
        void release() {
            try {
                server.stop();
                Files.deleteIfExists(endpointFile);
                lockFile.close();
            } catch (IOException e) {
                throw new EmbeddedRedisException("The embedded Redis did not end cleanly: " + e.getMessage(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private record Opening(Path directory, SecureRandom random, boolean shortLived) {

        private Path endpointFile() {
            return directory.resolve("endpoint");
        }

        EmbeddedRedis open() {
            try {
                PrivateFiles.createDirectories(directory);
                long deadline = System.nanoTime() + LOCK_LIMIT.toNanos();
                while (true) {
                    Optional<FileChannel> lock = tryLock();
                    if (lock.isPresent()) {
                        endLeftOver();
                        return own(lock.get());
                    }
                    Optional<EmbeddedRedisEndpoint> other = EmbeddedRedisEndpoint.read(endpointFile());
                    if (!shortLived && other.isPresent() && !other.get().shortLived()) {
                        throw inUse(other.get().ownerPid());
                    }
                    if (shortLived
                            && other.isPresent()
                            && !other.get().shortLived()
                            && other.get().answers()) {
                        return new EmbeddedRedis(other.get(), Optional.empty());
                    }
                    if (System.nanoTime() > deadline) {
                        throw new EmbeddedRedisException(
                                "Another program holds " + directory + " and does not let it go. Stop it first.");
                    }
                    RedisProcess.pause();
                }
            } catch (IOException e) {
                throw new EmbeddedRedisException(
                        "The embedded Redis cannot use " + directory + ": " + e.getMessage(), e);
            }
        }

        private EmbeddedRedisException inUse(long pid) {
            return new EmbeddedRedisException("The embedded Redis in " + directory
                    + " belongs to a Meshgate that is running (process " + pid
                    + "). Stop that one, or give this one a Redis of its own with --redis-url.");
        }

        private Optional<FileChannel> tryLock() throws IOException {
            FileChannel channel =
                    FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    return Optional.of(channel);
                }
            } catch (OverlappingFileLockException e) {
                // held by this process: same result as held by another
            }
            channel.close();
            return Optional.empty();
        }

        /** A server whose owner was killed may still run, or still be saving. */
        private void endLeftOver() throws IOException {
            Optional<EmbeddedRedisEndpoint> old = EmbeddedRedisEndpoint.read(endpointFile());
            if (old.isEmpty()) {
                return;
            }
            long deadline = System.nanoTime() + STOP_LIMIT.toNanos();
            while (old.get().isOurs() || isRunning(old.get().redisPid())) {
                if (System.nanoTime() > deadline) {
                    throw new EmbeddedRedisException("A Redis of an earlier run (process "
                            + old.get().redisPid() + ") does not end. Stop it first.");
                }
                old.get().shutDown();
                RedisProcess.pause();
            }
            Files.deleteIfExists(endpointFile());
        }

        /** Whether that process is the Redis that was started from this folder. */
        private boolean isRunning(long pid) {
            return ProcessHandle.of(pid)
                    .flatMap(process -> process.info().command())
                    .filter(command -> command.startsWith(directory.toString()))
                    .isPresent();
        }

        private EmbeddedRedis own(FileChannel lockFile) throws IOException {
            Path binaries = directory.resolve("bin");
            PrivateFiles.createDirectories(binaries);
            File executable =
                    ExecutableProvider.newJarResourceProvider(binaries.toFile()).get();
            byte[] secret = new byte[32];
            random.nextBytes(secret);
            String password = HexFormat.of().formatHex(secret);
            int port = freePort();
            Path configuration = directory.resolve("redis.conf");
            PrivateFiles.write(configuration, configuration(port, password));
            EmbeddedRedisEndpoint endpoint = new EmbeddedRedisEndpoint(
                    port, password, -1, ProcessHandle.current().pid(), shortLived);
            RedisProcess server = RedisProcess.start(
                    endpoint,
                    new RedisProcess.ServerFiles(
                            executable.toPath().toAbsolutePath(),
                            configuration,
                            directory.resolve("redis.log"),
                            endpointFile()));
            return new EmbeddedRedis(endpoint, Optional.of(new Ownership(lockFile, endpointFile(), server)));
        }

        private String configuration(int port, String password) {
            String quoted = directory.toString().replace("\\", "\\\\").replace("\"", "\\\"");
            return """
                    bind 127.0.0.1
                    protected-mode yes
                    daemonize no
                    loglevel warning
                    save ""
                    appendonly yes
                    appendfsync everysec
                    maxmemory-policy noeviction
                    """ + "port " + port + "\nrequirepass " + password + "\ndir \"" + quoted + "\"\n";
        }

        private static int freePort() throws IOException {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            }
        }
    }
}
