package org.meshgate.cli.client.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.cli.client.CommandRun;
import org.meshgate.cli.client.FakeServer;
import org.meshgate.cli.client.job.JobsCommand;
import org.meshgate.testing.ServerProgram;

/** Which server and token the commands take, and what they keep. */
class AccountCommandsTest {

    private static final String VERIFY = "GET /api/v1/auth/verify";

    @TempDir
    Path home;

    private final FakeServer server = new FakeServer();

    @BeforeEach
    void answer() {
        server.on("GET /api/v1/system/auth-status", 200, "{\"user_auth_enabled\":true}")
                .on(VERIFY, exchange -> {
                    exchange.getResponseHeaders().set("X-User-Name", "al%1B%5B2Jice%20%2B");
                    FakeServer.send(exchange, 200, "");
                });
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void withoutALoginNothingIsSent() {
        assertThat(whoami(Map.of()))
                .isEqualTo(new CommandRun(
                        3, "", "Which server? Log in with 'meshgate login --server URL', or set MESHGATE_SERVER.\n"));
    }

    @Test
    void nameOfAUserCannotDriveTheTerminal() throws IOException {
        keep(server.url(), "p3d_kept-token");
        assertThat(whoami(Map.of()).out()).contains("username: al?[2Jice +");
        assertThat(server.calls(VERIFY).get(0).header("Authorization")).contains("Bearer p3d_kept-token");
    }

    @Test
    void tokenOfALoginGoesToNoOtherServer() throws IOException {
        keep("https://studio.example.com", "p3d_kept-token");
        assertThat(whoami(Map.of("MESHGATE_SERVER", server.url())).exitCode()).isZero();
        assertThat(server.calls(VERIFY).get(0).header("Authorization")).isEmpty();
    }

    @Test
    void tokenOfTheEnvironmentComesFirst() throws IOException {
        keep(server.url(), "p3d_kept-token");
        whoami(Map.of("MESHGATE_TOKEN", "p3d_other-token"));
        assertThat(server.calls(VERIFY).get(0).header("Authorization")).contains("Bearer p3d_other-token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"p3d_a b", "p3d_token\r\nX-Evil: 1", "short"})
    void textThatIsNoTokenIsNotSent(String token) {
        CommandRun run = whoami(Map.of("MESHGATE_SERVER", server.url(), "MESHGATE_TOKEN", token));
        assertThat(run).isEqualTo(new CommandRun(3, "", "MESHGATE_TOKEN holds no token.\n"));
        assertThat(server.calls(VERIFY)).isEmpty();
    }

    @Test
    void plainHttpToAnotherHostIsRefused() {
        CommandRun run = whoami(Map.of("MESHGATE_SERVER", "http://192.0.2.1", "MESHGATE_TOKEN", "p3d_some-token"));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("Use https, or give MESHGATE_PLAIN_HTTP=true.");
        assertThat(CommandRun.of(LoginCommand::new, Map.of(), home, "--server", "http://192.0.2.1")
                        .err())
                .contains("Use https, or give --plain-http.");
        // A name that this machine does not know may be known to a proxy
        assertThat(CommandRun.of(LoginCommand::new, Map.of(), home, "--server", "http://meshgate.invalid")
                        .err())
                .contains("Use https, or give --plain-http.");
    }

    @Test
    void serverThatNobodyListensAtIsExitCode6() {
        String nobody = "http://127.0.0.1:" + ServerProgram.freePort();
        CommandRun run = whoami(Map.of("MESHGATE_SERVER", nobody));
        assertThat(run).isEqualTo(new CommandRun(6, "", nobody + " cannot be reached (connection refused).\n"));
    }

    @Test
    void portThatCannotBeIsTold() {
        assertThat(whoami(Map.of("MESHGATE_SERVER", "http://127.0.0.1:65536")))
                .isEqualTo(new CommandRun(
                        1,
                        "",
                        "MESHGATE_SERVER must be http://HOST[:PORT][/PATH], or the same with https, and PORT at most"
                                + " 65535.\n"));
    }

    @Test
    void anotherProgramThanMeshgateIsTold() {
        server.on("GET /api/v1/system/auth-status", 200, "<html>It works!</html>");
        CommandRun run = CommandRun.of(LoginCommand::new, Map.of(), home, "--server", server.url());
        assertThat(run.exitCode()).isEqualTo(6);
        assertThat(run.err()).isEqualTo(server.url() + " answers something else than JSON: is it Meshgate?\n");
    }

    @Test
    void serverWithoutAccountsIsKeptWithoutAToken() throws IOException {
        server.on("GET /api/v1/system/auth-status", 200, "{\"user_auth_enabled\":false,\"api_key_required\":false}");
        assertThat(CommandRun.of(LoginCommand::new, Map.of(), home, "--server", server.url()))
                .isEqualTo(new CommandRun(0, "", server.url() + " has no accounts: there is nothing to log in to.\n"));
        assertThat(credentials()).content().contains(server.url()).doesNotContain("token");
        assertThat(whoami(Map.of()).out()).isEqualTo("server: " + server.url() + "\nmode: simple");
    }

    @Test
    void logoutKeepsATokenThatItCannotRevoke() throws IOException {
        keep(server.url(), "p3d_kept-token");
        server.on("POST /api/v1/users/logout", 503, "");
        assertThat(CommandRun.of(LogoutCommand::new, Map.of(), home).exitCode()).isEqualTo(6);
        assertThat(credentials()).exists();
        // A token that has ended needs no revocation
        server.on("POST /api/v1/users/logout", 401, "{\"error\":\"INVALID_TOKEN\"}");
        assertThat(CommandRun.of(LogoutCommand::new, Map.of(), home).exitCode()).isZero();
        assertThat(credentials()).doesNotExist();
    }

    @Test
    void brokenFileOfALoginIsTold() throws IOException {
        Files.createDirectories(credentials().getParent());
        Files.writeString(credentials(), "{\"server\": 1");
        assertThat(whoami(Map.of()))
                .isEqualTo(new CommandRun(
                        1, "", credentials() + " is no file of a login. Remove it, and log in again.\n"));
    }

    @Test
    void configurationFolderOfTheSystemIsRespected() throws IOException {
        server.on("GET /api/v1/system/auth-status", 200, "{\"user_auth_enabled\":false}");
        Path other = home.resolve("xdg");
        Files.createDirectories(other.resolve("meshgate"));
        Files.setPosixFilePermissions(other.resolve("meshgate"), PosixFilePermissions.fromString("rwxrwxrwx"));
        CommandRun.of(LoginCommand::new, Map.of("XDG_CONFIG_HOME", other.toString()), home, "--server", server.url());
        assertThat(mode(other.resolve("meshgate"))).isEqualTo("rwx------");
        assertThat(mode(other.resolve("meshgate/credentials"))).isEqualTo("rw-------");
    }

    @Test
    void textsOfJobsCannotDriveTheTerminal() {
        server.on("GET /api/v1/system/jobs/history", 200, """
                {"jobs": [
                  {"job_id": "job-1", "status": "processing", "progress": 0.4, "feature": "text_to_textured_mesh",
                   "created_at": "2026-11-30T11:58:00Z", "inputs": {"text_prompt": "cat\\u001b[2J\\nx\\u202e"}},
                  {"job_id": "job-2", "status": "failed", "feature": "auto_rig", "error": "no bones",
                   "created_at": "2026-11-28T11:58:00"}],
                 "pagination": {"next_cursor": null}}
                """);
        assertThat(CommandRun.of(JobsCommand::new, server.url(), home).out()).isEqualTo("""
                        JOB    STATUS          AGE    TYPE                   TEXT
                        job-1  processing 40%  2 min  text_to_textured_mesh  cat?[2J?x?
                        job-2  failed          2 d    auto_rig               no bones""");
    }

    private void keep(String url, String token) throws IOException {
        Files.createDirectories(credentials().getParent());
        Files.writeString(
                credentials(), "{\"server\":\"" + url + "\",\"token\":\"" + token + "\",\"username\":\"alice\"}");
    }

    private Path credentials() {
        return home.resolve(".config/meshgate/credentials");
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private CommandRun whoami(Map<String, String> environment) {
        return CommandRun.of(WhoamiCommand::new, environment, home);
    }
}
