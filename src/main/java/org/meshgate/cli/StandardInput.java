package org.meshgate.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** A secret that a script hands over. */
final class StandardInput {

    private StandardInput() {}

    /**
     * The first line.
     *
     * @param option which asked for it
     * @throws Refusal when there is none
     */
    static String firstLine(String option) throws IOException {
        String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        if (line == null) {
            throw new Refusal(option + ": standard input is empty.");
        }
        return line;
    }
}
