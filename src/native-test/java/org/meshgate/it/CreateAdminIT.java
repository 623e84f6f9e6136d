package org.meshgate.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.io.TempDir;

/** {@code create-admin} as an operator runs it. */
class CreateAdminIT {

    @TempDir
    static Path directory;

    private static RealRedis redis;

    static boolean isNative() {
        return Meshgate.isNative();
    }

    @BeforeAll
    static void start() {
        redis = new RealRedis();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @Test
    void everythingByOptions() {
        Meshgate.Result result =
                createAdmin("", "--username", "root", "--email", "root@example.com", "--password", "long enough");
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).matches("user_id: user_[0-9a-f]{16}\ntoken: p3d_[0-9A-Za-z]{49}\n");
        assertThat(result.err())
                .contains("Administrator root created.")
                .contains("curl -H \"Authorization: Bearer <token>\" http://localhost:7842/api/v1/users/me")
                .doesNotContain("p3d_")
                .doesNotContain("long enough");
    }

    @Test
    void aTakenNameIsRefusedInOneLine() {
        createAdmin("", "--username", "twice", "--email", "twice@example.com", "--password", "long enough");
        Meshgate.Result again =
                createAdmin("", "--username", "Twice", "--email", "other@example.com", "--password", "long enough");
        assertThat(again).isEqualTo(new Meshgate.Result(1, "", "This username is already taken.\n"));
        Meshgate.Result mail =
                createAdmin("", "--username", "other", "--email", "TWICE@example.com", "--password", "long enough");
        assertThat(mail).isEqualTo(new Meshgate.Result(1, "", "This e-mail address is already registered.\n"));
    }

    @Test
    void aFieldThatBreaksItsRuleIsRefusedInOneLine() {
        Meshgate.Result result = createAdmin("short\n", "--username", "a b", "--email", "nobody", "--password-stdin");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .isEqualTo("username must be 3 to 64 characters of A-Z a-z 0-9 . _ -; email must be an e-mail address;"
                        + " password must be 8 to 256 characters\n");
    }

    /** The list is a resource of a library, which a native executable has only when it is told to. */
    @Test
    void aFrequentPasswordIsRefusedWhereTheOperatorWantsIt() {
        Meshgate.Result result = Meshgate.run(
                directory,
                Map.of("P3D_SECURITY__REFUSE_COMMON_PASSWORDS", "true"),
                "mypassword\n",
                "create-admin",
                "--username",
                "frequent",
                "--email",
                "frequent@example.com",
                "--password-stdin",
                "--redis-url",
                redis.url());
        assertThat(result)
                .isEqualTo(new Meshgate.Result(1, "", "password is on a list of passwords that many people use\n"));
    }

    @Test
    void onlyTheFirstLineOfStandardInputIsThePassword() {
        Meshgate.Result result = createAdmin(
                "first line wins\nsecond line\n",
                "--username",
                "lines",
                "--email",
                "lines@example.com",
                "--password-stdin");
        assertThat(result.exitCode()).as(result.err()).isZero();
        Meshgate.Result empty = createAdmin("", "--username", "empty", "--email", "e@example.com", "--password-stdin");
        assertThat(empty).isEqualTo(new Meshgate.Result(1, "", "--password-stdin: standard input is empty.\n"));
    }

    @Test
    void theMarkThatEditorsWriteBeforeUtf8IsNoPartOfThePassword() {
        // Given
        assertThat(createAdmin(
                                "\uFEFFza\u017c\u00f3\u0142\u0107 g\u0119\u015bl\u0105\n",
                                "--username",
                                "marked",
                                "--email",
                                "marked@example.com",
                                "--password-stdin")
                        .exitCode())
                .isZero();
        // Then
        try (Meshgate meshgate = Meshgate.serve(directory, Map.of("P3D_REDIS_URL", redis.url()))) {
            given().baseUri(meshgate.url())
                    .contentType("application/json; charset=UTF-8")
                    .body("{\"username\":\"marked\",\"password\":\"za\u017c\u00f3\u0142\u0107 g\u0119\u015bl\u0105\"}")
                    .post("/api/v1/users/login")
                    .then()
                    .statusCode(200);
        }
    }

    @Test
    void whatIsNotUtf8IsRefusedInsteadOfStoringOtherCharacters() {
        List<String> words = new ArrayList<>(Meshgate.program());
        words.addAll(List.of("create-admin", "--username", "bytes", "--email", "b@example.com", "--password-stdin"));
        byte[] latin1 = "gar\u00e7on long\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(Meshgate.runWords(words, directory, Map.of("P3D_REDIS_URL", redis.url()), latin1))
                .isEqualTo(new Meshgate.Result(1, "", "--password-stdin: standard input is not text in UTF-8.\n"));
    }

    /** In the C locale Java puts U+FFFD for the bytes of an argument; every such password would be the same. */
    @Test
    @DisabledIf(value = "isNative", disabledReason = "the native executable reads arguments as UTF-8")
    void anArgumentThatTheLocaleCannotReadIsRefused() {
        Meshgate.Result result = Meshgate.run(
                directory,
                Map.of("P3D_REDIS_URL", redis.url(), "LC_ALL", "C"),
                "",
                "create-admin",
                "--username",
                "locale",
                "--email",
                "locale@example.com",
                "--password",
                "gar\u00e7on long");
        assertThat(result)
                .isEqualTo(new Meshgate.Result(
                        1,
                        "",
                        "--password has characters that the locale of this process does not have."
                                + " Set LC_ALL=C.UTF-8, or give --password-stdin.\n"));
    }

    @Test
    void withoutATerminalTheMissingOptionIsNamed() {
        assertThat(createAdmin(""))
                .isEqualTo(new Meshgate.Result(1, "", "There is no terminal to ask on: give --username.\n"));
        assertThat(createAdmin("", "--username", "root"))
                .isEqualTo(new Meshgate.Result(1, "", "There is no terminal to ask on: give --email.\n"));
        assertThat(createAdmin("", "--username", "root", "--email", "r@example.com"))
                .isEqualTo(new Meshgate.Result(1, "", "There is no terminal to ask on: give --password-stdin.\n"));
    }

    @Test
    void anUnreachableRedisIsToldInOneLine() {
        Meshgate.Result result = Meshgate.run(
                directory,
                Map.of(),
                "long enough\n",
                "create-admin",
                "--username",
                "root",
                "--email",
                "root@example.com",
                "--password-stdin",
                "--redis-url",
                "redis://127.0.0.1:" + Meshgate.freePort());
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .matches("Redis cannot be reached \\(.*\\)\\. Check redis_url and that Redis runs\\.\n");
    }

    @Test
    void wrongUsageIsExitCode2AndHelpAndVersionAreThere() {
        assertThat(run("create-admin", "--nonsense").exitCode()).isEqualTo(2);
        assertThat(run("create-admin", "--password", "x", "--password-stdin").exitCode())
                .isEqualTo(2);
        assertThat(run("no-such-command").exitCode()).isEqualTo(2);
        assertThat(run("--help").out()).contains("serve", "create-admin");
        assertThat(run("create-admin", "--help").out()).contains("--password-stdin", "--redis-url");
        assertThat(run("serve", "--help").out()).contains("--user-auth", "--port");
        assertThat(run("--version").out()).matches("meshgate \\d+\\.\\d+\\.\\d+\\S*\n");
        assertThat(run("create-admin", "--version").out()).startsWith("meshgate ");
    }

    @Test
    void onATerminalItAsksAndAsksAgain() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "no pseudo-terminal without util-linux' script");
        try (Terminal terminal =
                Terminal.run(directory, Meshgate.commandLine("create-admin", "--redis-url", redis.url()))) {
            // Given a person who makes mistakes
            terminal.expect("Username [admin]: ").type("a b");
            terminal.expect("Username must be 3 to 64 characters")
                    .expect("Username [admin]: ")
                    .type("");
            terminal.expect("E-mail: ").type("nobody");
            terminal.expect("E-mail must be an e-mail address")
                    .expect("E-mail: ")
                    .type("admin@example.com");
            terminal.expect("Password: ").type("short");
            terminal.expect("Password must be 8 to 256 characters")
                    .expect("Password: ")
                    .type("typed in secret");
            terminal.expect("Password again: ").type("typed otherwise");
            terminal.expect("The two are not the same").expect("Password: ").type("typed in secret");
            terminal.expect("Password again: ").type("typed in secret");
            // Then
            terminal.expect("user_id: user_").expect("token: p3d_").expect("Administrator admin created.");
            assertThat(terminal.exitCode()).isZero();
            assertThat(terminal.screen()).doesNotContain("typed in secret").doesNotContain("typed otherwise");
        }
    }

    private static Meshgate.Result createAdmin(String input, String... options) {
        String[] words = new String[options.length + 1];
        words[0] = "create-admin";
        System.arraycopy(options, 0, words, 1, options.length);
        return Meshgate.run(directory, Map.of("P3D_REDIS_URL", redis.url()), input, words);
    }

    private static Meshgate.Result run(String... words) {
        return Meshgate.run(directory, Map.of("P3D_REDIS_URL", redis.url()), "", words);
    }
}
