package org.meshgate.cli.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.meshgate.cli.support.PrintableText;
import org.meshgate.diagnostics.Finding;
import org.meshgate.diagnostics.Finding.Level;

/** Prints findings to standard output as they occur, and remembers whether one is a problem. */
final class Findings {

    private final boolean json;
    private final ObjectWriter writer =
            new ObjectMapper().writer().with(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature());
    private boolean problem;

    /** @param json whether to print one JSON object per line, for scripts */
    Findings(boolean json) {
        this.json = json;
    }

    void tell(Finding finding) {
        problem |= finding.level() == Level.PROBLEM;
        System.out.println(json ? object(finding) : line(finding));
        System.out.flush();
    }

    /** 1 if there was a problem, else 0. */
    int exitCode() {
        return problem ? 1 : 0;
    }

    /** One line of text output. */
    static String line(Finding finding) {
        return PrintableText.text(String.format(
                Locale.ROOT,
                "%-8s %-14s %s%s",
                finding.level().word(),
                finding.check(),
                finding.seen(),
                finding.advice().isEmpty() ? "" : separator(finding) + finding.advice()));
    }

    /** The separator between observation and advice. */
    private static String separator(Finding finding) {
        return finding.seen().endsWith("?") ? " " : ". ";
    }

    private String object(Finding finding) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("check", finding.check());
        members.put("status", finding.level().word());
        members.put("seen", finding.seen());
        members.put("advice", finding.advice());
        try {
            return writer.writeValueAsString(members);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of strings is always JSON", e);
        }
    }
}
