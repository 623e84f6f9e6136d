package org.meshgate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meshgate.testing.OldRedis;

/** {@code migrate} as an operator runs it, on the data that 3DAIGC-API left. */
class MigrateIT {

    private static final String SUMMARY = """
                  15 accounts in all
            %s
                  14 old password hashes, each replaced at the next login
            """;

    @TempDir
    static Path directory;

    private RealRedis redis;
    private OldRedis data;

    @BeforeEach
    void start() {
        redis = new RealRedis();
        data = new OldRedis(redis.url());
        data.load();
    }

    @AfterEach
    void stop() {
        data.close();
        redis.close();
    }

    @Test
    void aDryRunARunAndASecondRun() {
        // A dry run changes nothing
        String before = data.dump();
        Meshgate.Result dry = migrate("--dry-run");
        assertThat(dry)
                .isEqualTo(new Meshgate.Result(
                        0,
                        "Dry run: nothing was changed. To do:\n" + summary("""
                  15 accounts to index
                   1 entries without an account to remove
                  15 tokens to hash
                   6 expired, revoked or unreadable tokens to remove
                   5 jobs to index
            """) + "schema_version would be 1\n",
                        ""));
        assertThat(data.dump()).isEqualTo(before);
        // A run does what the dry run told
        Meshgate.Result run = migrate();
        assertThat(run).isEqualTo(new Meshgate.Result(0, "Done:\n" + summary("""
                  15 accounts indexed
                   1 entries without an account removed
                  15 tokens hashed
                   6 expired, revoked or unreadable tokens removed
                   5 jobs indexed
            """) + "schema_version is 1\n", ""));
        String after = data.dump();
        assertThat(after).doesNotContain(OldRedis.token("alice app"));
        // A second run finds nothing
        assertThat(migrate()).isEqualTo(new Meshgate.Result(0, "Done:\n" + summary("""
                   0 accounts indexed
                   0 entries without an account removed
                   0 tokens hashed
                   0 expired, revoked or unreadable tokens removed
                   0 jobs indexed
            """) + "schema_version is 1\n", ""));
        assertThat(withoutAudit(data.dump())).isEqualTo(withoutAudit(after));
        // And the two runs that could change something are in the audit
        assertThat(data.send("XRANGE", "3daigc:audit", "-", "+")).hasSize(2).allMatch(entry -> entry.toString()
                .contains("action, cli_migrate, outcome, success, user_id, cli"));
    }

    private static String withoutAudit(String dump) {
        return dump.lines().filter(line -> !line.startsWith("3daigc:audit ")).collect(Collectors.joining("\n"));
    }

    @Test
    void createAdminWorksOnOldDataWithoutAServer() {
        Meshgate.Result taken = createAdmin("carol");
        assertThat(taken).isEqualTo(new Meshgate.Result(1, "", "This username is already taken.\n"));
        Meshgate.Result made = createAdmin("root");
        assertThat(made.exitCode()).as(made.err()).isZero();
        assertThat(made.out()).matches("user_id: user_[0-9a-f]{16}\ntoken: p3d_[0-9A-Za-z]{49}\n");
    }

    @Test
    void theDataOfANewerProgramStopsEveryCommandInOneLine() {
        data.send("SET", "3daigc:schema_version", "2");
        String before = data.dump();
        Meshgate.Result refused = new Meshgate.Result(
                1,
                "",
                "The data in this Redis belongs to a newer Meshgate: schema_version is not 1. Use that program, or"
                        + " another Redis.\n");
        assertThat(migrate()).isEqualTo(refused);
        assertThat(createAdmin("root")).isEqualTo(refused);
        Meshgate.Result serve =
                run("serve", "--port", "" + Meshgate.freePort(), "--management-port", "" + Meshgate.freePort());
        assertThat(serve.exitCode()).isEqualTo(1);
        assertThat(serve.err()).endsWith(refused.err());
        assertThat(data.dump()).isEqualTo(before);
    }

    @Test
    void onATerminalItShowsHowFarItIs() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "no pseudo-terminal without util-linux' script");
        try (Terminal terminal = Terminal.run(directory, Meshgate.commandLine("migrate", "--redis-url", redis.url()))) {
            terminal.expect("15 accounts, 21 tokens, 5 jobs").expect("Done:").expect("schema_version is 1");
            assertThat(terminal.exitCode()).isZero();
        }
    }

    @Test
    void anUnreachableRedisAndWrongUsage() {
        Meshgate.Result result = Meshgate.run(
                directory, Map.of(), "", "migrate", "--redis-url", "redis://127.0.0.1:" + Meshgate.freePort());
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .matches("Redis cannot be reached \\(.*\\)\\. Check redis_url and that Redis runs\\.\n");
        assertThat(migrate("--nonsense").exitCode()).isEqualTo(2);
    }

    private static String summary(String lines) {
        return SUMMARY.formatted(lines.stripTrailing());
    }

    private Meshgate.Result createAdmin(String name) {
        return run(
                "create-admin",
                "--username",
                name,
                "--email",
                name + "-new@example.com",
                "--password",
                "long enough for one");
    }

    private Meshgate.Result migrate(String... options) {
        String[] words = new String[options.length + 1];
        words[0] = "migrate";
        System.arraycopy(options, 0, words, 1, options.length);
        return run(words);
    }

    private Meshgate.Result run(String... words) {
        return Meshgate.run(directory, Map.of("P3D_REDIS_URL", redis.url()), "", words);
    }
}
