package org.meshgate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meshgate.testing.ServerProgram;

/** The commands for users, as processes of another machine: in a pipe, and on a pseudo-terminal. */
class ClientCommandsIT {

    private static final String PASSWORD = "long enough";

    @TempDir
    static Path serverFolder;

    @TempDir
    Path home;

    private static RealRedis redis;
    private static Meshgate meshgate;
    private static Client alice;

    @BeforeAll
    static void start() {
        redis = new RealRedis();
        meshgate = Meshgate.serve(serverFolder, Map.of("P3D_REDIS_URL", redis.url(), "P3D_WORKER__SAMPLE", "true"));
        alice = Client.user(meshgate, "alice", PASSWORD);
    }

    @AfterAll
    static void stop() {
        meshgate.close();
        redis.close();
    }

    @BeforeEach
    void login() {
        Meshgate.Result done =
                run(PASSWORD + "\n", "login", "--server", meshgate.url(), "--username", "alice", "--password-stdin");
        assertThat(done.exitCode()).as(done.err()).isZero();
    }

    @Test
    void loginKeepsANamedTokenWithFewRightsInAPrivateFile() throws IOException {
        Path file = home.resolve("meshgate/credentials");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
        assertThat(Files.readString(file)).contains(meshgate.url(), "p3d_").doesNotContain(PASSWORD);
        // Then the login token of the exchange is gone, and the kept one has two scopes
        assertThat(alice.request()
                        .get(Client.USERS + "/tokens")
                        .jsonPath()
                        .getList("tokens.findAll { it.name.startsWith('meshgate on ') && it.is_active }.scopes"))
                .isNotEmpty()
                .allSatisfy(scopes -> assertThat(scopes).isEqualTo(List.of("jobs:read", "jobs:write")));
        assertThat(run("", "whoami").out()).contains("server: " + meshgate.url() + "\nusername: alice\n", "role: user");
    }

    @Test
    void submissionIsFollowedAndItsResultWritten() throws IOException {
        Meshgate.Result done = run("", "submit", "a 3d cat", "-o", "cat.glb");
        assertThat(done.exitCode()).as(done.err()).isZero();
        String job = done.out().strip();
        assertThat(done.err())
                .contains("Job " + job + " completed.", "Written to ")
                .doesNotContain("\u001b");
        Client.assertGlb(Files.readAllBytes(home.resolve("cat.glb")));
        // And it can be had again, but not by accident
        assertThat(run("", "download", job, "-o", "cat.glb").exitCode()).isEqualTo(1);
        assertThat(run("", "download", job, "-o", "cat.glb", "--force", "--quiet"))
                .isEqualTo(new Meshgate.Result(0, "cat.glb\n", ""));
        assertThat(run("", "jobs", "--limit", "1").out()).contains("JOB", job, "completed", "text_to_textured_mesh");
        assertThat(run("", "jobs", "--json", "--limit", "1").out())
                .startsWith("{\"")
                .contains(job)
                .hasLineCount(1);
    }

    @Test
    void pictureIsUploadedForAJob() throws IOException {
        Files.write(home.resolve("cat.png"), java.util.Base64.getDecoder().decode(PICTURE));
        Meshgate.Result done =
                run("", "submit", "--type", "image-to-textured-mesh", "--input", "cat.png", "--wait", "--quiet");
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(alice.status(done.out().strip()).asString()).contains("image_to_textured_mesh");
    }

    @Test
    void refusalsHaveTheirExitCodesAndSayWhy() {
        assertThat(run(
                                "wrong password\n",
                                "login",
                                "--server",
                                meshgate.url(),
                                "--username",
                                "alice",
                                "--password-stdin")
                        .exitCode())
                .isEqualTo(3);
        String foreign =
                Client.user(meshgate, "bob" + System.nanoTime(), PASSWORD).submit("a secret");
        for (String command : List.of("watch", "download", "cancel")) {
            Meshgate.Result refused = run("", command, foreign);
            assertThat(refused.exitCode()).as(command + ": " + refused.err()).isIn(1, 3);
            assertThat(refused.err()).doesNotContain("secret").isNotBlank();
        }
        Meshgate.Result invalid = run("", "submit", "cat", "--set", "texture_resolution=5000000");
        assertThat(invalid.err()).contains("--set texture_resolution must be at least 256 and at most 4096");
        Meshgate.Result unknown = run("", "submit", "cat", "--set", "model_parameters.colour=red");
        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.err()).contains("model_parameters");
        Map<String, String> nobody = Map.of("MESHGATE_SERVER", "http://127.0.0.1:" + ServerProgram.freePort());
        assertThat(Meshgate.run(home, nobody, "", "jobs").exitCode()).isEqualTo(6);
    }

    @Test
    void logoutRevokesTheToken() throws IOException {
        String token = Files.readString(home.resolve("meshgate/credentials"))
                .replaceAll("(?s).*\"(p3d_[0-9A-Za-z]+)\".*", "$1");
        assertThat(run("", "logout").exitCode()).isZero();
        Meshgate.Result refused =
                Meshgate.run(home, Map.of("MESHGATE_SERVER", meshgate.url(), "MESHGATE_TOKEN", token), "", "jobs");
        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.err()).contains("Log in: meshgate login").doesNotContain(token);
        assertThat(run("", "jobs").exitCode()).isEqualTo(3);
    }

    @Test
    void passwordIsAskedForWithoutEchoOnATerminal() throws Exception {
        requireTerminal();
        try (Terminal terminal = terminal("login", "--server", meshgate.url())) {
            terminal.expect("Username: ").type("alice");
            terminal.expect("Password: ").type(PASSWORD);
            assertThat(terminal.expect("Logged in at ").exitCode()).isZero();
            assertThat(terminal.screen()).doesNotContain(PASSWORD);
        }
    }

    @Test
    void interruptedWaitLeavesTheJobRunning() throws Exception {
        requireTerminal();
        try (RealRedis other = new RealRedis();
                Meshgate idle = Meshgate.serve(home, Map.of("P3D_REDIS_URL", other.url()))) {
            Client carol = Client.user(idle, "carol", PASSWORD);
            String job = carol.submit("a dog");
            Map<String, String> environment = Map.of(
                    "MESHGATE_SERVER", idle.url(), "MESHGATE_TOKEN", carol.token(), "TERM", "xterm", "COLUMNS", "80");
            List<String> words = new ArrayList<>(Meshgate.program());
            words.addAll(List.of("watch", job));
            try (Terminal terminal = Terminal.run(home, environment, words)) {
                terminal.expect("queued  position 1");
                terminal.interrupt();
                terminal.expect("Job " + job + " goes on. To wait again: meshgate watch " + job);
                assertThat(terminal.exitCode()).isEqualTo(130);
            }
            assertThat(carol.status(job).<String>path("status")).isEqualTo("queued");
            // And a cancelled job has its own exit code
            assertThat(Meshgate.run(home, environment, "", "cancel", job).exitCode())
                    .isZero();
            assertThat(Meshgate.run(home, environment, "", "watch", job).exitCode())
                    .isEqualTo(5);
        }
    }

    @Test
    void completionIsAScriptThatBashReads() throws IOException {
        Meshgate.Result script = run("", "completion", "bash");
        assertThat(script.out()).contains("_complete_meshgate", "--password-stdin", "submit");
        Path file = Files.writeString(home.resolve("completion"), script.out());
        assertThat(Meshgate.runWords(List.of("bash", "-n", file.toString()), home, Map.of(), new byte[0]))
                .isEqualTo(new Meshgate.Result(0, "", ""));
        assertThat(run("", "completion", "fish").exitCode()).isEqualTo(2);
    }

    private static final String PICTURE =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

    private static void requireTerminal() {
        assumeTrue(ServerProgram.find("script").isPresent(), ServerProgram.missing("script"));
    }

    private Map<String, String> environment() {
        return Map.of("XDG_CONFIG_HOME", home.toString());
    }

    private Meshgate.Result run(String input, String... words) {
        return Meshgate.run(home, environment(), input, words);
    }

    private Terminal terminal(String... words) throws IOException {
        List<String> all = new ArrayList<>(Meshgate.program());
        all.addAll(List.of(words));
        return Terminal.run(home, environment(), all);
    }
}
