package org.meshgate.files.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.meshgate.files.UploadSamples.latin;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.meshgate.caller.Caller;
import org.meshgate.caller.Role;
import org.meshgate.caller.Scopes;
import org.meshgate.files.DiskFailures;
import org.meshgate.files.UploadSamples;
import org.meshgate.files.upload.format.UploadKind;
import org.meshgate.files.upload.storage.StoredName;
import org.meshgate.files.upload.storage.UploadFolder;
import org.meshgate.problem.ProblemException;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.TestClock;

/** Uploads as inputs of jobs, and their end on the disk. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class JobUploadsTest {

    private static final Caller ALICE = user("user_000000000000000a", Role.USER);
    private static final Caller BOB = user("user_000000000000000b", Role.USER);
    private static final Caller ADMIN = user("user_000000000000000c", Role.ADMIN);
    private static final byte[] PNG = UploadSamples.png(16, 16);

    @Inject
    JobUploads jobUploads;

    @Inject
    UploadSweeper sweeper;

    @Inject
    RedisView redis;

    @Inject
    TestClock clock;

    private static Caller user(String id, Role role) {
        return new Caller.Account(id, "name", role, "tok_0000000000000000", Scopes.of(role));
    }

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(20));
    }

    private String store(byte[] content) {
        return get(jobUploads.storeBase64(
                ALICE, Base64.getEncoder().encodeToString(content), UploadKind.IMAGE, "image_base64"));
    }

    private static String idOf(String path) {
        return StoredName.idIn(Path.of(path).getFileName().toString()).orElseThrow();
    }

    private static void assertFails(Uni<?> uni, int status, String error) {
        assertThatThrownBy(() -> get(uni)).isInstanceOfSatisfying(ProblemException.class, problem -> {
            assertThat(problem.type().name()).isEqualTo(error);
            assertThat(problem.type().status()).isEqualTo(status);
        });
    }

    @Test
    void jobInputIsThePathOfTheRecord() throws IOException {
        String path = store(PNG);
        String id = idOf(path);
        assertThat(path)
                .isEqualTo(JobUploadsFolder.SETTING + "/image/" + id.substring(0, 2) + "/upload_" + id + ".png");
        assertThat(get(jobUploads.pathOf(ALICE, id, UploadKind.IMAGE))).isEqualTo(path);
        assertThat(get(jobUploads.pathOf(ADMIN, id, UploadKind.IMAGE))).isEqualTo(path);
        assertFails(jobUploads.pathOf(BOB, id, UploadKind.IMAGE), 403, "FILE_ACCESS_DENIED");
        assertFails(jobUploads.pathOf(ALICE, id, UploadKind.MESH), 422, "VALIDATION_FAILED");
        for (String unknown : List.of("", "../x", "/etc/passwd", "7e0c1f1c-0000-4000-8000-000000000000")) {
            assertFails(jobUploads.pathOf(ALICE, unknown, UploadKind.IMAGE), 404, "FILE_NOT_FOUND");
        }
        clock.advance(Duration.ofHours(25));
        assertFails(jobUploads.pathOf(ALICE, id, UploadKind.IMAGE), 404, "FILE_NOT_FOUND");
        clock.reset();
        Files.delete(Path.of(path));
        assertFails(jobUploads.pathOf(ALICE, id, UploadKind.IMAGE), 404, "FILE_NOT_FOUND");
    }

    @Test
    void recordWithAPathOutsideTheFolderHasNoFile() {
        String id = "0f25ee12-50e8-4c73-8f8f-7106782e4258";
        for (String path : List.of("/etc/passwd", "../pom.xml", "uploads/../../pom.xml", JobUploadsFolder.SETTING)) {
            redis.send(
                    io.vertx.redis.client.Command.SET,
                    "3daigc:file:" + id,
                    "{\"file_path\":\"" + path + "\",\"file_type\":\"image\"}");
            assertFails(jobUploads.pathOf(ADMIN, id, UploadKind.IMAGE), 404, "FILE_NOT_FOUND");
        }
        redis.send(io.vertx.redis.client.Command.DEL, "3daigc:file:" + id);
    }

    @Test
    void base64IsKeptLikeAnUpload() throws IOException {
        String encoded = Base64.getEncoder().encodeToString(PNG);
        for (String text :
                List.of(encoded, "data:image/png;base64," + encoded, "data:image/png;charset=x;base64," + encoded)) {
            String path = get(jobUploads.storeBase64(ALICE, text, UploadKind.IMAGE, "image_base64"));
            assertThat(path).endsWith(".png");
            assertThat(Files.readAllBytes(Path.of(path))).isEqualTo(PNG);
            assertThat(redis.get("file:" + idOf(path))).contains("\"user_id\":\"user_000000000000000a\"");
        }
        String jpeg = get(jobUploads.storeBase64(
                ALICE,
                "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(UploadSamples.jpeg(9, 9)),
                UploadKind.IMAGE,
                "x"));
        assertThat(jpeg).endsWith(".jpg");
        String mesh = get(jobUploads.storeBase64(
                ALICE, Base64.getEncoder().encodeToString(latin("v 0 0 0\n")), UploadKind.MESH, "mesh_base64"));
        assertThat(mesh).endsWith(".obj");
    }

    @Test
    void otherBase64LeavesNothing() {
        List<Path> before = JobUploadsFolder.files();
        String encoded = Base64.getEncoder().encodeToString(PNG);
        for (String text : List.of(
                "",
                "data:",
                "data:image/png;base64,",
                "data:image/png," + encoded,
                "data:image/jpeg;base64," + encoded,
                "data:text/html;base64," + encoded,
                "data:model/gltf-binary;base64," + encoded,
                encoded + "!",
                encoded.substring(0, 20) + "\n" + encoded.substring(20),
                "AAAA",
                Base64.getEncoder().encodeToString(UploadSamples.png(100_000, 1)))) {
            assertFails(jobUploads.storeBase64(ALICE, text, UploadKind.IMAGE, "x"), 422, "VALIDATION_FAILED");
        }
        byte[] large = java.util.Arrays.copyOf(PNG, JobUploadsFolder.MAX_IMAGE_SIZE + 1);
        assertFails(
                jobUploads.storeBase64(ALICE, Base64.getEncoder().encodeToString(large), UploadKind.IMAGE, "x"),
                413,
                "BODY_TOO_LARGE");
        assertThat(JobUploadsFolder.files()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void sweeperDeletesOnlyExpiredFiles() throws IOException {
        // Given files of all ages in one folder, with and without a record
        Instant longAgo = clock.instant().minus(Duration.ofHours(25));
        Path live = Path.of(store(PNG)).toAbsolutePath();
        Path folder = live.getParent();
        int shard = Integer.parseInt(folder.getFileName().toString(), 16);
        Path liveButOld = aged(live, longAgo);
        Path expired = file(folder, "upload_7e0c1f1c-0000-4000-8000-000000000000.PNG", longAgo);
        Path young = file(folder, "upload_7e0c1f1c-0000-4000-8000-000000000001.png", clock.instant());
        Path partial = file(
                folder,
                "upload_7e0c1f1c-0000-4000-8000-000000000002.png.part",
                clock.instant().minus(Duration.ofMinutes(61)));
        Path growing = file(
                folder,
                "upload_7e0c1f1c-0000-4000-8000-000000000003.png.part",
                clock.instant().minus(Duration.ofMinutes(50)));
        Path stranger = file(folder, "notes.txt", longAgo);
        // And a way out of the folder
        Path outside = Files.createDirectories(Path.of("target", "test-outside").toAbsolutePath());
        Path treasure = file(outside, "upload_7e0c1f1c-0000-4000-8000-000000000004.png", longAgo);
        Path link = folder.resolve("upload_7e0c1f1c-0000-4000-8000-000000000005.png");
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, treasure);
        int other = (shard + 1) % 256;
        Path linkedFolder = folder.resolveSibling(String.format("%02x", other));
        boolean linked = !Files.exists(linkedFolder);
        if (linked) {
            Files.createSymbolicLink(linkedFolder, outside);
        }
        // When
        get(sweeper.sweepFolder(shard));
        get(sweeper.sweepFolder(other));
        // Then
        assertThat(expired).doesNotExist();
        assertThat(partial).doesNotExist();
        assertThat(List.of(liveButOld, young, growing, stranger, treasure)).allMatch(Files::exists);
        // And a record that Redis has dropped keeps its file no longer
        redis.send(io.vertx.redis.client.Command.DEL, "3daigc:file:" + idOf(live.toString()));
        get(sweeper.sweepFolder(shard));
        assertThat(live).doesNotExist();
        get(sweeper.step());
        assertThat(redis.dump()).doesNotContain(idOf(live.toString()));
        if (linked) {
            Files.delete(linkedFolder);
        }
        for (Path path : List.of(young, growing, stranger, treasure, link)) {
            Files.deleteIfExists(path);
        }
    }

    @Test
    void pathsAreWrittenAsTheSettingIs() {
        StoredName name = new StoredName(UploadKind.IMAGE, "abcd", "png");
        assertThat(new UploadFolder("uploads").pathText(name)).isEqualTo("uploads/image/ab/upload_abcd.png");
        assertThat(new UploadFolder("./uploads/").pathText(name)).isEqualTo("uploads/image/ab/upload_abcd.png");
        assertThat(new UploadFolder("/srv/in").pathText(name)).isEqualTo("/srv/in/image/ab/upload_abcd.png");
    }

    @Test
    void fullDiskIsDistinguishedFromABrokenOne() {
        assertThat(DiskFailures.problem(new IOException("No space left on device")))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type().status()).isEqualTo(507));
        IOException broken = new IOException("Input/output error");
        assertThat(DiskFailures.problem(broken)).isSameAs(broken);
    }

    private static Path file(Path folder, String name, Instant time) throws IOException {
        return aged(Files.write(folder.resolve(name), PNG), time);
    }

    private static Path aged(Path path, Instant time) throws IOException {
        return Files.setLastModifiedTime(path, FileTime.from(time));
    }
}
