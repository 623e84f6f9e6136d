package org.meshgate.cli.support;

import java.io.Console;
import java.util.Optional;
import java.util.function.Function;
import org.meshgate.config.reader.EncodingCheck;

/** Questions on a terminal; a bad answer is asked for again, with the reason. */
public final class Prompts {

    private final Optional<Console> console;

    private Prompts(Optional<Console> console) {
        this.console = console;
    }

    /** The terminal, if standard input and output are one. */
    public static Prompts ofTerminal() {
        // newer Java platforms also give a console without a terminal unless told otherwise
        System.setProperty("jdk.console", "java.base");
        return new Prompts(Optional.ofNullable(System.console()));
    }

    /** Whether there is a terminal. */
    public boolean possible() {
        return console.isPresent();
    }

    /**
     * Asks until the answer is good.
     *
     * @param preset taken for an empty answer
     * @param option what to use where there is no terminal
     * @param rule says what is wrong with an answer
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
            say(terminal, question + " " + wrong.get());
        }
    }

    /** Asks for a secret, without showing it, until it is good and was given the same way twice. */
    public String askTwice(String question, String option, Function<String, Optional<String>> rule) {
        Console terminal = terminal(option);
        while (true) {
            String answer = secret(terminal, question + ": ");
            Optional<String> wrong = rule.apply(answer);
            if (wrong.isPresent()) {
                say(terminal, question + " " + wrong.get());
            } else if (answer.equals(secret(terminal, question + " again: "))) {
                return answer;
            } else {
                say(terminal, "The two are not the same");
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

    /** The console replaces bytes that it cannot decode; nobody could type such a password again elsewhere. */
    private static String decoded(String answer) {
        if (EncodingCheck.failed(answer)) {
            throw new CommandFailure("The terminal sends characters that the locale of this process does not have."
                    + " Set LC_ALL=C.UTF-8, or give --password-stdin.");
        }
        return answer;
    }

    private static void say(Console terminal, String line) {
        terminal.writer().println(line);
        terminal.flush();
    }

    private static CommandFailure ended() {
        return new CommandFailure("Input ended before everything was answered.");
    }
}
