package org.meshgate.redis.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRedisTest {

    private final SecureRandom random = new SecureRandom();

    @TempDir
    Path directory;

    @Test
    void requiresItsPassword() {
        try (EmbeddedRedis redis = EmbeddedRedis.start(directory, random)) {
            EmbeddedRedisEndpoint endpoint = endpoint();
            assertThat(redis.uri()).hasHost("127.0.0.1").hasPort(endpoint.port());
            assertThat(endpoint.password()).matches("[0-9a-f]{64}");
            assertThat(endpoint.answers()).isTrue();
            assertThat(new EmbeddedRedisEndpoint(endpoint.port(), "guess", 0, 0, false).answers())
                    .isFalse();
        }
    }

    @Test
    void passwordIsReadableByTheOwnerOnly() throws IOException {
        try (EmbeddedRedis redis = EmbeddedRedis.start(directory, random)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("endpoint"))))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("redis.conf"))))
                    .isEqualTo("rw-------");
            String password = endpoint().password();
            assertThat(ProcessHandle.allProcesses())
                    .noneMatch(
                            process -> process.info().commandLine().orElse("").contains(password));
            assertThat(redis.uri().toString()).contains(password);
        }
    }

    @Test
    void stopsWithItsOwnerAndKeepsItsData() throws IOException {
        // Given
        ProcessHandle first;
        try (EmbeddedRedis redis = EmbeddedRedis.start(directory, random)) {
            first = ProcessHandle.of(endpoint().redisPid()).orElseThrow();
            assertThat(redis.port()).isPositive();
        }
        // Then it is gone, and so is the file that says where it was
        assertThat(first.isAlive()).isFalse();
        assertThat(directory.resolve("endpoint")).doesNotExist();
        assertThat(Files.exists(directory.resolve("appendonly.aof"))).isTrue();
        try (EmbeddedRedis again = EmbeddedRedis.start(directory, random)) {
            assertThat(endpoint().answers()).isTrue();
            assertThat(again.port()).isEqualTo(endpoint().port());
        }
    }

    @Test
    void rejectsSecondServerInTheSameFolder() {
        try (EmbeddedRedis first = EmbeddedRedis.start(directory, random)) {
            assertThatThrownBy(() -> EmbeddedRedis.start(directory, random))
                    .isInstanceOf(EmbeddedRedisException.class)
                    .hasMessageContaining("belongs to a Meshgate that is running (process "
                            + ProcessHandle.current().pid() + ")")
                    .hasMessageNotContaining("\n");
            assertThat(first.port()).isEqualTo(endpoint().port());
        }
    }

    @Test
    void commandJoinsARunningServer() {
        try (EmbeddedRedis server = EmbeddedRedis.start(directory, random)) {
            try (EmbeddedRedis guest = EmbeddedRedis.joinOrStart(directory, random)) {
                assertThat(guest.uri()).isEqualTo(server.uri());
            }
            assertThat(endpoint().answers()).isTrue();
        }
    }

    @Test
    void serverWaitsForACommandWithItsOwnRedis() {
        // Given a command that is at work
        EmbeddedRedis command = EmbeddedRedis.joinOrStart(directory, random);
        CompletableFuture<EmbeddedRedis> server =
                CompletableFuture.supplyAsync(() -> EmbeddedRedis.start(directory, random));
        // When it ends
        command.close();
        // Then
        try (EmbeddedRedis started = server.join()) {
            assertThat(endpoint().answers()).isTrue();
            assertThat(started.uri()).isEqualTo(endpoint().uri());
        }
    }

    @Test
    void nextStartEndsAnOrphanedServer() throws Exception {
        // Given a Redis of a program that was killed together with the shell that looks after it
        EmbeddedRedisEndpoint left;
        try (EmbeddedRedis killed = EmbeddedRedis.start(directory, random)) {
            left = endpoint();
            ProcessHandle redis = ProcessHandle.of(left.redisPid()).orElseThrow();
            ProcessHandle keeper = redis.parent().orElseThrow();
            keeper.children().filter(child -> child.pid() != redis.pid()).forEach(ProcessHandle::destroyForcibly);
            keeper.destroyForcibly();
            await().atMost(Duration.ofSeconds(5)).until(() -> !keeper.isAlive());
            assertThat(redis.isAlive()).isTrue();
            assertThat(killed.port()).isEqualTo(left.port());
        }
        left.write(directory.resolve("endpoint"));
        // When
        try (EmbeddedRedis next = EmbeddedRedis.start(directory, random)) {
            // Then
            assertThat(left.answers()).isFalse();

            assertThat(endpoint().answers()).isTrue();
            assertThat(next.uri()).isNotEqualTo(left.uri());
        }
    }

    @Test
    void serverThatIsKilledStartsAgainWithItsData() throws IOException {
        try (EmbeddedRedis redis = EmbeddedRedis.start(directory, random)) {
            // Given
            EmbeddedRedisEndpoint before = endpoint();
            // When
            ProcessHandle.of(before.redisPid()).orElseThrow().destroyForcibly();
            // Then another process has the same address and writes the same file
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> endpoint().redisPid() > 0 && endpoint().redisPid() != before.redisPid());
            assertThat(before.answers()).isTrue();
            assertThat(redis.uri()).isEqualTo(endpoint().uri());
        }
        assertThat(directory.resolve("endpoint")).doesNotExist();
    }

    @Test
    void ignoresStaleEndpointFile() throws IOException {
        Files.writeString(directory.resolve("endpoint"), "port=1\npassword=x\nredis_pid=1\nowner_pid=1\n");
        EmbeddedRedis.start(directory, random).close();
        Files.writeString(directory.resolve("endpoint"), "nonsense");
        EmbeddedRedis.start(directory, random).close();
        assertThat(directory.resolve("endpoint")).doesNotExist();
    }

    @Test
    void aFolderWithBlanksAndQuotesWorks() throws IOException {
        Path odd = Files.createDirectory(directory.resolve("it's a \"folder\""));
        try (EmbeddedRedis redis = EmbeddedRedis.start(odd, random)) {
            assertThat(EmbeddedRedisEndpoint.read(odd.resolve("endpoint"))
                            .orElseThrow()
                            .answers())
                    .isTrue();
            assertThat(redis.port()).isPositive();
        }
    }

    @Test
    void folderHasDataAfterTheFirstStart() throws IOException {
        assertThat(EmbeddedRedis.hasData(directory.resolve("missing"))).isFalse();
        assertThat(EmbeddedRedis.hasData(directory)).isFalse();
        EmbeddedRedis.start(directory, random).close();
        assertThat(EmbeddedRedis.hasData(directory)).isTrue();
        assertThat(EmbeddedRedis.hasData(Files.createFile(directory.resolve("file"))))
                .isFalse();
    }

    private EmbeddedRedisEndpoint endpoint() {
        return EmbeddedRedisEndpoint.read(directory.resolve("endpoint")).orElseThrow();
    }
}
