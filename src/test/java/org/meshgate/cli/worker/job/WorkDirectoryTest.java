package org.meshgate.cli.worker.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshgate.cli.support.CommandFailure;
import org.meshgate.cli.worker.protocol.JobAssignment;

/** The private folders of a worker. */
class WorkDirectoryTest {

    @TempDir
    Path directory;

    @Test
    void onlyTheUserMayEnter() throws IOException {
        Path base = directory.resolve("base");
        try (WorkDirectory work = WorkDirectory.open(base)) {
            JobFolder folder = work.create(job("job-1"));
            assertThat(mode(base)).isEqualTo("rwx------");
            assertThat(mode(folder.root().getParent())).isEqualTo("rwx------");
            assertThat(folder.output()).isEmptyDirectory();
        }
        assertThat(base).isEmptyDirectory();
    }

    @Test
    void folderThatOthersMayEnterIsRefused() throws IOException {
        Path open = Files.createDirectory(directory.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThatThrownBy(() -> WorkDirectory.open(open))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("mode 0700");
    }

    @Test
    void symbolicLinkIsRefused() throws IOException {
        Path target = Files.createDirectory(directory.resolve("target"));
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwx------"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), target);
        assertThatThrownBy(() -> WorkDirectory.open(link)).isInstanceOf(CommandFailure.class);
    }

    @Test
    void leftoversOfKilledWorkersAreRemovedAndThoseOfRunningOnesAreNot() throws IOException {
        // Given
        Path base = directory.resolve("base");
        try (WorkDirectory running = WorkDirectory.open(base)) {
            Path kept = running.create(job("job-1")).output();
            Path stale = Files.createDirectory(base.resolve("worker-123"));
            Files.createFile(stale.resolve("lock"));
            Files.createDirectories(stale.resolve("job-2/output"));
            // When
            WorkDirectory.open(base).close();
            // Then
            assertThat(stale).doesNotExist();
            assertThat(kept).exists();
        }
    }

    @Test
    void jobIsRemovedWithWhatItHidesAndLinksAreNotFollowed() throws IOException {
        Path other = Files.createDirectory(directory.resolve("other"));
        Files.createFile(other.resolve("kept"));
        try (WorkDirectory work = WorkDirectory.open(directory.resolve("base"))) {
            JobFolder folder = work.create(job("job-1"));
            Path locked = Files.createDirectories(folder.output().resolve("locked/below"));
            Files.createFile(locked.resolve("file"));
            Files.createSymbolicLink(folder.output().resolve("link"), other);
            Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-x------"));
            Files.setPosixFilePermissions(locked.getParent(), PosixFilePermissions.fromString("---------"));
            // When
            work.remove(folder);
            // Then
            assertThat(folder.root().getParent()).doesNotExist();
            assertThat(other.resolve("kept")).exists();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "image_path, cat.PNG,          image_path.png",
        "image,      cat,              image",
        "image,      ../../etc/passwd, image",
        "image,      'x.p n g',        image",
        "../up,      a.glb,            ___up.glb",
        "'',         a.glb,            file.glb"
    })
    void inputFileHasASafeName(String field, String name, String expected) throws IOException {
        try (WorkDirectory work = WorkDirectory.open(directory.resolve("base"))) {
            JobFolder folder = work.create(job("job-1"));
            Path file = folder.inputFile(field, name);
            assertThat(file).isEqualTo(folder.input().resolve(expected));
            Files.createFile(file);
            assertThat(folder.inputFile(field, name).getFileName().toString()).contains("-2");
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static JobAssignment job(String id) {
        return new JobAssignment(
                id,
                "lease",
                1,
                "f",
                "m",
                new ObjectMapper().createObjectNode(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }
}
