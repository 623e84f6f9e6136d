package org.meshgate.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxedFolderTest {

    @TempDir
    Path base;

    private Path root;
    private Path mesh;
    private Path secret;
    private SandboxedFolder folder;

    @BeforeEach
    void fill() throws IOException {
        base = base.toRealPath();
        root = Files.createDirectories(base.resolve("results"));
        mesh = Files.createDirectories(root.resolve("meshes")).resolve("a.glb");
        Files.writeString(mesh, "mesh");
        secret = Files.writeString(base.resolve("secret.txt"), "secret");
        folder = new SandboxedFolder(root);
    }

    @Test
    void fileIsFoundByEveryFormOfItsPath() throws IOException {
        for (String path : List.of(
                mesh.toString(), "outputs/meshes/a.glb", "./outputs/meshes/a.glb", "meshes/a.glb", "./meshes/a.glb")) {
            assertThat(folder.look(path))
                    .isEqualTo(new FileLookup.Found(new ServedFile(
                            mesh, 4, Files.getLastModifiedTime(mesh).toInstant(), "a.glb")));
        }
        assertThat(folder.look(root + "/meshes/../meshes/a.glb")).isInstanceOf(FileLookup.Found.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../secret.txt",
                "outputs/../secret.txt",
                "outputs/meshes/../../secret.txt",
                "meshes/../../secret.txt",
                "/etc/passwd",
                "/etc/no-such-file",
                "../no-such-file",
                "outputs/../../no-such-file",
                "/",
                "..",
                "meshes/../.."
            })
    void fileOutsideIsDeniedWithoutRevealingItsExistence(String path) {
        assertThat(folder.look(path)).isEqualTo(new FileLookup.Outside());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                "outputs",
                "outputs/",
                "outputs/meshes",
                "meshes/..",
                "outputs/none.glb",
                "outputs/none/none.glb",
                "outputs/meshes/a.glb/b",
                "a\0b",
                "outputs/a.glb\0.png"
            })
    void pathThatIsNotAFileIsGone(String path) {
        assertThat(folder.look(path)).isEqualTo(new FileLookup.Gone());
    }

    @Test
    void tooLongNameIsGone() {
        assertThat(folder.look("outputs/" + "x".repeat(5000))).isEqualTo(new FileLookup.Gone());
        assertThat(folder.look("x/".repeat(5000))).isEqualTo(new FileLookup.Gone());
    }

    @Test
    void siblingFolderWithTheSamePrefixIsOutside() throws IOException {
        Path sibling = Files.createDirectories(base.resolve("results2")).resolve("b.glb");
        Files.writeString(sibling, "other");
        assertThat(folder.look(sibling.toString())).isEqualTo(new FileLookup.Outside());
        assertThat(folder.look("../results2/b.glb")).isEqualTo(new FileLookup.Outside());
    }

    @Test
    void symbolicLinksAreFollowedAndMustEndInside() throws IOException {
        // Given
        Files.createSymbolicLink(root.resolve("file-out.glb"), secret);
        Files.createSymbolicLink(root.resolve("folder-out"), base);
        Files.createSymbolicLink(root.resolve("inside.glb"), mesh);
        Files.createSymbolicLink(root.resolve("loop.glb"), root.resolve("loop.glb"));
        Files.createSymbolicLink(root.resolve("nowhere.glb"), root.resolve("none.glb"));
        // When / Then
        assertThat(folder.look("outputs/file-out.glb")).isEqualTo(new FileLookup.Outside());
        assertThat(folder.look("outputs/folder-out/secret.txt")).isEqualTo(new FileLookup.Outside());
        assertThat(folder.look("outputs/loop.glb")).isEqualTo(new FileLookup.Gone());
        assertThat(folder.look("outputs/nowhere.glb")).isEqualTo(new FileLookup.Gone());
        ServedFile inside = folder.look("outputs/inside.glb").require();
        assertThat(inside.path()).isEqualTo(mesh);
        assertThat(inside.name()).isEqualTo("inside.glb");
    }

    @Test
    void theFolderItselfMayBeALink() throws IOException {
        Path link = Files.createSymbolicLink(base.resolve("linked"), root);
        SandboxedFolder linked = new SandboxedFolder(link);
        assertThat(linked.look(mesh.toString())).isInstanceOf(FileLookup.Found.class);
        assertThat(linked.look(link + "/meshes/a.glb")).isInstanceOf(FileLookup.Found.class);
        assertThat(linked.look("outputs/meshes/a.glb")).isInstanceOf(FileLookup.Found.class);
        assertThat(linked.look(root + "/meshes/none.glb")).isEqualTo(new FileLookup.Gone());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    @Timeout(10)
    void pipeIsGoneWithoutBlocking() throws Exception {
        Path pipe = root.resolve("pipe.glb");
        Process mkfifo = new ProcessBuilder("mkfifo", pipe.toString()).start();
        assertThat(mkfifo.waitFor(5, TimeUnit.SECONDS)).isTrue();
        assertThat(folder.look("outputs/pipe.glb")).isEqualTo(new FileLookup.Gone());
        assertThat(folder.delete(List.of("outputs/pipe.glb"))).isEqualTo(new DeletedFiles(0, List.of()));
    }

    @Test
    void unreadableFileIsGone() throws IOException {
        assumeFalse("root".equals(System.getProperty("user.name")), "root may read everything");
        Files.setPosixFilePermissions(mesh, java.util.Set.of());
        assertThat(folder.look("outputs/meshes/a.glb")).isEqualTo(new FileLookup.Gone());
    }

    @Test
    void missingFolderHasNoFiles() {
        SandboxedFolder missing = new SandboxedFolder(base.resolve("later"));
        assertThat(missing.look("outputs/a.glb")).isEqualTo(new FileLookup.Gone());
        assertThat(missing.look(secret.toString())).isEqualTo(new FileLookup.Outside());
        assertThat(missing.delete(List.of("outputs/a.glb", secret.toString())))
                .isEqualTo(new DeletedFiles(0, List.of()));
    }

    @Test
    void deletesOnlyFilesInsideTheFolder() throws IOException {
        // Given
        Path linkOut = Files.createSymbolicLink(root.resolve("out.glb"), secret);
        Files.createSymbolicLink(root.resolve("folder-out"), base);
        // When
        DeletedFiles deleted = folder.delete(List.of(
                "outputs/meshes/a.glb",
                "outputs/meshes/a.glb",
                "outputs/out.glb",
                "outputs/folder-out/secret.txt",
                "../secret.txt",
                secret.toString(),
                "outputs/meshes",
                "outputs/meshes/..",
                "",
                "a\0b"));
        // Then the file and the link are gone, and what the links lead to is not
        assertThat(deleted).isEqualTo(new DeletedFiles(4, List.of("a.glb", "out.glb")));
        assertThat(mesh).doesNotExist();
        assertThat(Files.isSymbolicLink(linkOut)).isFalse();
        assertThat(secret).hasContent("secret");
        assertThat(root.resolve("meshes")).isDirectory();
    }

    @Test
    void writeCreatesFoldersAndReplacesAtomically() throws IOException {
        SandboxedFolder later = new SandboxedFolder(base.resolve("later"));
        Path first = later.write("samples/deep/a.glb", new byte[] {1});
        Path second = later.write("samples/deep/a.glb", new byte[] {2, 3});
        assertThat(first)
                .isEqualTo(second)
                .isAbsolute()
                .isEqualTo(base.resolve("later/samples/deep/a.glb"))
                .hasBinaryContent(new byte[] {2, 3});
        assertThat(later.write("b.glb", new byte[0])).isEqualTo(base.resolve("later/b.glb"));
        try (var left = Files.list(first.getParent())) {
            assertThat(left).containsExactly(first);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".", "..", "../a.glb", "meshes/../../a.glb", "meshes/../a.glb", "/tmp/a.glb"})
    void nameOutsideTheFolderIsNotWritten(String name) {
        assertThatThrownBy(() -> folder.write(name, new byte[1])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void writeThroughALinkOutOfTheFolderIsRefused() throws IOException {
        Path outside = Files.createDirectories(base.resolve("outside"));
        Files.createSymbolicLink(root.resolve("link"), outside);
        assertThatThrownBy(() -> folder.write("link/sub/a.glb", new byte[1]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(outside).isEmptyDirectory();
        // and a link of the file's own name is replaced, not followed
        Files.createSymbolicLink(root.resolve("b.glb"), secret);
        folder.write("b.glb", new byte[1]);
        assertThat(secret).hasContent("secret");
    }
}
