package org.meshgate.cli.support;

import java.io.Console;
import java.util.Optional;
import java.util.function.Function;
import org.meshgate.config.reader.EncodingCheck;

/** Prompts on a terminal. An invalid answer is rejected with the reason and asked for again. */
public final class Prompts {

    private final Optional<Console> console;

    private Prompts(Optional<Console> console) {
        this.console = console;
    }

    /** Prompts on the terminal, if standard input and output are one. */
    public static Prompts ofTerminal() {
        // Newer Java platforms return a console even without a terminal, unless this property is set.
        System.setProperty("jdk.console", "java.base");
        return new Prompts(Optional.ofNullable(System.console()));
    }

    /** Whether there is a terminal. */
    public boolean hasTerminal() {
        return console.isPresent();
    }

    /**
     * Asks until the answer is valid.
     *
     * @param preset the default for an empty answer
     * @param option the option to use instead without a terminal
     * @param rule returns the violated rule of an answer, or empty
     */
    public String ask(
            String question, Optional<String> preset, String option, Function<String, Optional<String>> rule) {
        Console terminal = terminal(option);
        String prompt = question + preset.map(value -> " [" + value + "]").orElse("") + ": ";
        while (true) {
            String line = Optional.ofNullable(terminal.readLine("%s", prompt)).orElseThrow(Prompts::ended);
            String answer = line.isEmpty() ? preset.orElse("") : line.strip();
            Optional<String> wrong = rule.apply(answer);
            if (wrong.isEmpty()) {
                return answer;
            }
            print(terminal, question + " " + wrong.get());
        }
    }

    /** Asks for a secret that exists already, without echo. */
    public String askSecret(String question, String option) {
        return secret(terminal(option), question + ": ");
    }

    /** Asks for a secret without echo, until it is valid and was repeated identically. */
    public String askTwice(String question, String option, Function<String, Optional<String>> rule) {
        Console terminal = terminal(option);
        while (true) {
            String answer = secret(terminal, question + ": ");
            Optional<String> wrong = rule.apply(answer);
            if (wrong.isPresent()) {
                print(terminal, question + " " + wrong.get());
            } else if (answer.equals(secret(terminal, question + " again: "))) {
                return answer;
            } else {
                print(terminal, "The two are not the same");
            }
        }
    }

    private Console terminal(String option) {
        return console.orElseThrow(() -> new CommandFailure("There is no terminal to ask on: give " + option + "."));
    }

    private static String secret(Console terminal, String prompt) {
        return decoded(new String(
                Optional.ofNullable(terminal.readPassword("%s", prompt)).orElseThrow(Prompts::ended)));
    }

    /** Rejects a password in which the console replaced undecodable bytes: it could not be typed elsewhere. */
    private static String decoded(String answer) {
        if (EncodingCheck.failed(answer)) {
            throw new CommandFailure("The terminal sends characters that the locale of this process does not have."
                    + " Set LC_ALL=C.UTF-8, or give --password-stdin.");
        }
        return answer;
    }

    private static void print(Console terminal, String line) {
        terminal.writer().println(line);
        terminal.flush();
    }

    private static CommandFailure ended() {
        return new CommandFailure("Input ended before everything was answered.");
    }
}
