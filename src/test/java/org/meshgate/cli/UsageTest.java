package org.meshgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Wrong words are told before anything starts. */
class UsageTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "reset-password                              | Missing required parameter: 'USER'",
                "reset-password alice --link --password-stdin | --link and --password-stdin exclude each other",
                "reset-password alice secret                 | Unmatched argument at index 2: 'secret'",
                "reset-password alice --password secret      | Unknown options: '--password', 'secret'",
                "create-worker                               | Missing required parameter: 'NAME'",
                "create-worker gpu-1 --expires-in-days 0     | --expires-in-days must be 1 to 3650",
                "create-worker gpu-1 --expires-in-days 4000  | --expires-in-days must be 1 to 3650",
                "create-worker gpu-1 --expires-in-days soon  | Invalid value for option '--expires-in-days'",
                "revoke-tokens                               | Missing required parameter: 'USER'",
                "set-role alice                              | Missing required parameter: 'ROLE'",
                "set-role alice owner                        | ROLE must be USER or ADMIN",
                "set-limits alice                            | one of the limits is required",
                "set-limits alice --weight 0                 | --weight must be a number from 0.1 to 100",
                "set-limits alice --weight NaN               | --weight must be a number from 0.1 to 100",
                "set-limits alice --weight heavy             | --weight must be a number from 0.1 to 100",
                "set-limits alice --max-queued -1            | --max-queued must be a whole number from 0 to 1000000",
                "set-limits alice --max-running 1e3          | --max-running must be a whole number from 0 to 1000000",
                "set-limits alice --priority 10              | --priority must be a whole number from 1 to 9",
                "list-users --role owner                     | --role must be USER or ADMIN",
                "list-users --active perhaps                 | --active must be true or false",
                "list-users --limit 0                        | --limit must be 1 or more",
                "list-users --limit many                     | Invalid value for option '--limit'",
                "list-users --search=                        | --search must not be empty",
                "doctor --nonsense                           | Unknown option: '--nonsense'",
                "health --nonsense                           | Unknown option: '--nonsense'",
                "health now                                  | Unmatched argument at index 1: 'now'",
                "health --timeout 0                          | --timeout must be 1 to 300",
                "health --timeout soon                       | Invalid value for option '--timeout'",
                "health --url localhost:9000                 | --url must be http://HOST",
                "health --url ftp://localhost/               | --url must be http://HOST",
                "health --url http://localhost:65536/        | --url must be http://HOST",
                "health --url http://me:secret@localhost/    | --url must be http://HOST",
                "health --url http://localhost/ --live       | --live and --url exclude each other",
                "worker                                      | Missing required options: '--server=URL'"
            })
    void wrongUsageIsExitCode2(String words, String message) {
        // Given
        StringWriter err = new StringWriter();
        CommandLine line = MeshgateCommand.commandLine().setErr(new PrintWriter(err));
        // When
        int exitCode = line.execute(words.split(" "));
        // Then
        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString())
                .startsWith(message)
                .hasLineCount(1)
                .endsWith(" See meshgate " + words.split(" ")[0] + " --help" + System.lineSeparator());
    }

    @Test
    void mistypedCommandSuggestsTheNearestOne() {
        StringWriter err = new StringWriter();
        int exitCode =
                MeshgateCommand.commandLine().setErr(new PrintWriter(err)).execute("creat-admin");
        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString())
                .startsWith(
                        "Unmatched argument at index 0: 'creat-admin'. Did you mean create-admin? See meshgate --help")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--password secret-one --password secret-two", "--password secret-one --password-stdin"})
    void repeatedPasswordOptionIsNotPrinted(String options) {
        StringWriter err = new StringWriter();
        int exitCode = MeshgateCommand.commandLine()
                .setErr(new PrintWriter(err))
                .execute(("create-admin " + options).split(" "));
        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString())
                .contains("--password-stdin")
                .doesNotContain("secret-")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "reset-password",
                "revoke-tokens",
                "set-role",
                "list-users",
                "doctor",
                "health",
                "worker",
                "login",
                "logout",
                "whoami",
                "submit",
                "jobs",
                "watch",
                "download",
                "cancel",
                "completion"
            })
    void everyCommandDocumentsItsExitCodes(String name) {
        // Given
        StringWriter out = new StringWriter();
        // When
        int exitCode =
                MeshgateCommand.commandLine().setOut(new PrintWriter(out)).execute(name, "--help");
        // Then
        assertThat(exitCode).isZero();
        assertThat(out.toString()).startsWith("Usage: meshgate " + name).contains("Exit code 0:");
    }

    /** As a file of arguments it would be opened, and its words taken for options. */
    @ParameterizedTest
    @ValueSource(strings = {"list-users --search @FILE", "create-admin --password @FILE", "reset-password @FILE"})
    void argumentWithALeadingAtSignIsText(String words) throws IOException {
        // Given
        Path file = Files.writeString(directory.resolve("words"), "--nonsense");
        // When
        String argument = "@" + file;
        CommandLine.ParseResult parsed = MeshgateCommand.commandLine()
                .parseArgs(words.replace("@FILE", argument).split(" "));
        // Then
        assertThat(parsed.subcommand().matchedArgs())
                .anyMatch(matched -> matched.originalStringValues().contains(argument));
    }
}
