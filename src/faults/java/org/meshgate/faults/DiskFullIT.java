package org.meshgate.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.restassured.response.Response;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.meshgate.it.Meshgate;

/** Uploads onto a disk of two megabytes. Needs the right to mount one, which root has outside of most containers. */
@ExtendWith(FaultTable.class)
class DiskFullIT {

    private static final String MESH = "/api/v1/file-upload/mesh";
    private static final int EACH = 700_000;

    @TempDir
    Path directory;

    @Test
    void uploadsThatDoNotFitAreRefusedAndLeaveNothing(FaultTable.Rows table) throws IOException {
        Path disk = Files.createDirectories(directory.resolve("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk.toString()) == 0,
                "no right to mount a small disk: the full disk is not tried");
        try (FaultRedis redis = new FaultRedis(directory.resolve("redis"));
                Meshgate service = serve(disk, redis)) {
            Visitor visitor = new Visitor(service, "visitor", 0);
            // When more arrives at once than fits
            List<Response> answers =
                    IntStream.range(0, 6)
                            .mapToObj(i -> CompletableFuture.supplyAsync(() -> upload(visitor)))
                            .toList()
                            .stream()
                            .map(CompletableFuture::join)
                            .toList();
            // Then what was confirmed is there, of the others nothing is, and everything else goes on
            List<Response> taken = answers.stream()
                    .filter(answer -> answer.statusCode() == 200)
                    .toList();
            List<Response> refused = answers.stream()
                    .filter(answer -> answer.statusCode() != 200)
                    .toList();
            assertThat(taken).hasSizeBetween(0, 2);
            for (Response answer : refused) {
                assertThat(answer.statusCode() + " " + answer.path("error")).isEqualTo("507 DISK_FULL");
            }
            assertThat(sizes(disk)).hasSize(taken.size()).allSatisfy((file, size) -> assertThat(size)
                    .isEqualTo(EACH));
            assertThat(visitor.ask(Ask.SUBMIT).join().status()).isEqualTo(200);
            assertThat(visitor.ask(Ask.READY).join().status()).isEqualTo(200);
            // And with not one byte left
            Path filler = Files.write(disk.resolve("filler"), new byte[0]);
            fill(filler);
            Response none = upload(visitor);
            assertThat(none.statusCode() + " " + none.path("error")).isEqualTo("507 DISK_FULL");
            // And when there is room again
            Files.delete(filler);
            taken.forEach(answer -> visitor.client()
                    .request()
                    .delete("/api/v1/file-upload/" + answer.path("file_id"))
                    .then()
                    .statusCode(200));
            long since = System.nanoTime();
            assertThat(upload(visitor).statusCode()).isEqualTo(200);
            table.add(
                    "disk of uploads full",
                    "200",
                    "uploads: 200 × " + taken.size() + ", 507 × " + (refused.size() + 1) + "; all else 200",
                    "–",
                    "–",
                    "up",
                    (System.nanoTime() - since) / 1_000_000 + " ms");
        } finally {
            run("umount", "-l", disk.toString());
        }
    }

    private Meshgate serve(Path disk, FaultRedis redis) throws IOException {
        Map<String, String> settings = new HashMap<>(RedisFaultsIT.settings());
        settings.put("P3D_STORAGE__UPLOADS", disk.resolve("uploads").toString());
        settings.put("P3D_STORAGE__RESERVE", "0");
        return Meshgate.serve(
                Files.createDirectories(directory.resolve("service")),
                settings,
                "--redis-url",
                "redis://127.0.0.1:" + redis.port());
    }

    private static Response upload(Visitor visitor) {
        return visitor.client().request().multiPart("file", "shape.glb", glb()).post(MESH);
    }

    /** Header and length of a binary glTF 2.0 file; nobody looks at the rest. */
    private static byte[] glb() {
        return ByteBuffer.allocate(EACH)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("glTF".getBytes(StandardCharsets.US_ASCII))
                .putInt(2)
                .putInt(EACH)
                .array();
    }

    private static void fill(Path file) {
        try (var out = Files.newOutputStream(file)) {
            while (true) {
                out.write(new byte[4096]);
            }
        } catch (IOException e) {
            // full
        }
    }

    private static Map<Path, Long> sizes(Path disk) throws IOException {
        try (var files = Files.walk(disk)) {
            return files.filter(Files::isRegularFile).collect(Collectors.toMap(file -> file, file -> file.toFile()
                    .length()));
        }
    }

    private static int run(String... words) {
        try {
            return new ProcessBuilder(words).redirectErrorStream(true).start().waitFor();
        } catch (IOException e) {
            return -1;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
