package org.meshgate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands for administrators as an operator runs them, beside a running server. */
class AdministrationIT {

    private static final String PASSWORD = "long enough";
    private static final String OTHER = "battery staple";

    @TempDir
    static Path directory;

    private static RealRedis redis;
    private static Meshgate server;
    private static Client root;

    @BeforeAll
    static void start() {
        redis = new RealRedis();
        server = Meshgate.serve(directory, Map.of("P3D_REDIS_URL", redis.url()));
        root = Client.admin(server, directory, redis, "root", PASSWORD);
    }

    @AfterAll
    static void stop() {
        server.close();
        redis.close();
    }

    @Test
    void aForgottenPassword() {
        // Given
        Client alice = Client.user(server, "alice", PASSWORD);
        // When
        Meshgate.Result done = run(OTHER + "\n", "reset-password", "alice@example.com", "--password-stdin");
        // Then
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(done.out()).matches("user_id: user_[0-9a-f]{16}\nrevoked_tokens: 2\n");
        assertThat(done.err()).isEqualTo("The password of alice is changed, and no token of theirs works any more.\n");
        assertThat(alice.request().get(Client.USERS + "/me").statusCode()).isEqualTo(401);
        assertThat(Client.login(server, "alice", OTHER).token()).startsWith("p3d_");
        assertThat(root.request()
                        .get(Client.USERS + "/admin/audit?action=password_reset")
                        .asString())
                .contains("\"cli\"")
                .doesNotContain(OTHER);
    }

    @Test
    void passwordsThatAreRefusedInOneLine() {
        assertThat(run("short\n", "reset-password", "root", "--password-stdin"))
                .isEqualTo(new Meshgate.Result(1, "", "new_password must be 8 to 256 characters\n"));
        assertThat(run("", "reset-password", "root", "--password-stdin"))
                .isEqualTo(new Meshgate.Result(1, "", "--password-stdin: standard input is empty.\n"));
        assertThat(run("", "reset-password", "root"))
                .isEqualTo(new Meshgate.Result(1, "", "There is no terminal to ask on: give --password-stdin.\n"));
        assertThat(run(OTHER + "\n", "reset-password", "nobody", "--password-stdin"))
                .isEqualTo(new Meshgate.Result(1, "", "No user has this name, e-mail address or id: nobody\n"));
    }

    @Test
    void onATerminalThePasswordIsAskedForAndNotShown() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "no pseudo-terminal without util-linux' script");
        Client.user(server, "carol", PASSWORD);
        try (Terminal terminal =
                Terminal.run(directory, Meshgate.commandLine("reset-password", "carol", "--redis-url", redis.url()))) {
            terminal.expect("New password: ").type("short");
            terminal.expect("New password must be 8 to 256 characters")
                    .expect("New password: ")
                    .type(OTHER);
            terminal.expect("New password again: ").type(OTHER);
            terminal.expect("revoked_tokens: 2");
            assertThat(terminal.exitCode()).isZero();
            assertThat(terminal.screen()).doesNotContain(OTHER);
        }
        assertThat(Client.login(server, "carol", OTHER).token()).startsWith("p3d_");
    }

    @Test
    void tokensRolesAndTheList() {
        // Given
        Client bob = Client.user(server, "bob", PASSWORD);
        // A role
        assertThat(run("", "set-role", "bob", "ADMIN").err()).isEqualTo("bob is an administrator now.\n");
        assertThat(bob.request().get(Client.USERS + "/admin/users").statusCode())
                .isEqualTo(200);
        assertThat(run("", "set-role", "bob", "user").out()).endsWith("role: user\n");
        assertThat(bob.request().get(Client.USERS + "/admin/users").statusCode())
                .isEqualTo(403);
        assertThat(run("", "set-role", "root", "user"))
                .isEqualTo(new Meshgate.Result(1, "", "This is the last administrator. Make another one first.\n"));
        // Tokens
        assertThat(run("", "revoke-tokens", "bob").out()).endsWith("revoked_tokens: 2\n");
        assertThat(bob.request().get(Client.USERS + "/me").statusCode()).isEqualTo(401);
        // The list
        assertThat(run("", "list-users", "--search", "bo").out())
                .matches("USER_ID .*\nuser_[0-9a-f]{16}  user   person   active    \\S+  bob  bob@example.com\n");
        Meshgate.Result admins = run("", "list-users", "--role", "admin", "--json");
        assertThat(admins.err()).isEmpty();
        assertThat(admins.out())
                .matches("\\{\"user_id\":\"user_[0-9a-f]{16}\",\"username\":\"root\",\"email\":\"root@example.com\","
                        + "\"role\":\"admin\",\"is_active\":true,\"created_at\":\"[^\"]+\",\"kind\":\"person\"}\n");
    }

    @Test
    void theDoctorOnWhatRuns() {
        Meshgate.Result result = run("", "doctor");
        assertThat(result.exitCode()).as(result.out()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out())
                .contains("ok       configuration  every setting is known and keeps its rule\n")
                .contains("ok       redis          reached: redis://127.0.0.1:" + redis.port() + "\n")
                .contains("warning  persistence    Redis keeps nothing")
                .contains("ok       eviction       maxmemory-policy is noeviction\n")
                .contains("ok       administrator  1 active\n");
        assertThat(run("", "doctor", "--json").out().lines())
                .hasSameSizeAs(result.out().lines().toList())
                .allMatch(line -> line.matches(
                        "\\{\"check\":\"[a-z.-]+\",\"status\":\"(ok|warning)\",\"seen\":\".*\",\"advice\":\".*\"}"));
    }

    @Test
    void theDoctorOnWhatDoesNotRun() throws IOException {
        try (RealRedis locked = new RealRedis("sesame")) {
            Meshgate.Result away = doctor("redis://127.0.0.1:" + Meshgate.freePort());
            assertThat(away.exitCode()).as(away.err()).isEqualTo(1);
            assertThat(away.err()).isEmpty();
            assertThat(away.out())
                    .contains(
                            "problem  redis          Redis cannot be reached (nothing listens there): redis://127.0.0.1:")
                    .contains("unknown  administrator  Redis cannot be reached\n");
            Meshgate.Result refused = doctor("redis://:guess@127.0.0.1:" + locked.port());
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.out())
                    .contains("Redis cannot be reached (user or password is wrong): redis://127.0.0.1:")
                    .doesNotContain("guess");
            Meshgate.Result empty = doctor("redis://:sesame@127.0.0.1:" + locked.port());
            assertThat(empty.exitCode()).isEqualTo(1);
            assertThat(empty.out())
                    .contains(
                            "problem  administrator  there is no active administrator. Make one: meshgate create-admin.\n")
                    .doesNotContain("sesame");
        }
        Path file = Files.writeString(directory.resolve("wrong.yaml"), "security: {registration: perhaps}\n");
        assertThat(run("", "doctor", "--config", file.toString()))
                .isEqualTo(new Meshgate.Result(
                        1,
                        "problem  configuration  security.registration (" + file
                                + " line 1) must be one of: open, closed, invite. Correct it; the rest is looked at once the"
                                + " program can start.\n",
                        ""));
    }

    private static Meshgate.Result doctor(String url) {
        return Meshgate.run(directory, Map.of("P3D_REDIS_URL", url), "", "doctor");
    }

    private static Meshgate.Result run(String input, String... words) {
        return Meshgate.run(directory, Map.of("P3D_REDIS_URL", redis.url()), input, words);
    }
}
