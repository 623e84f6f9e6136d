package org.meshgate.cli.client.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.meshgate.cli.client.ClientCommand;
import org.meshgate.cli.client.screen.HumanText;
import org.meshgate.cli.client.screen.Screen;
import org.meshgate.cli.client.screen.TextTable;
import org.meshgate.cli.client.session.ApiSession;
import org.meshgate.cli.client.session.ClientExit;
import org.meshgate.cli.client.session.CommandContext;
import org.meshgate.cli.client.session.ServerAccess;
import org.meshgate.cli.http.ServerBaseUrl;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code meshgate jobs}: lists jobs, newest first. */
@Command(
        name = "jobs",
        description = "Lists your jobs, newest first.",
        footer = {"", ClientCommand.ENVIRONMENT, "", ClientExit.CODES})
public class JobsCommand extends ClientCommand {

    private static final int MAX_LIMIT = 10_000;
    private static final int PAGE = 100;
    private static final List<String> STATUSES = List.of("queued", "processing", "completed", "failed", "cancelled");

    @Option(
            names = "--status",
            paramLabel = "S",
            description = "Only these: queued, processing, completed, failed or cancelled.")
    private String status;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "At most so many (${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--json", description = "Print a JSON object a line, with the members of the API.")
    private boolean asJson;

    /** For picocli. */
    public JobsCommand() {
        this(CommandContext.ofProcess());
    }

    public JobsCommand(CommandContext context) {
        super(context);
    }

    @Override
    protected ClientExit run(Screen screen, ServerAccess access) throws IOException, InterruptedException {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw usageError("--limit must be 1 to " + MAX_LIMIT);
        }
        if (status != null && !STATUSES.contains(status)) {
            throw usageError("--status must be one of " + String.join(", ", STATUSES));
        }
        ApiSession session = access.open();
        TextTable table = new TextTable("JOB", "STATUS", "AGE", "TYPE", "TEXT");
        List<String> outcomes = new java.util.ArrayList<>(List.of(""));
        int left = limit;
        String cursor = "";
        do {
            JsonNode page = session.get(path(Math.min(left, PAGE), cursor));
            for (JsonNode job : page.path("jobs")) {
                if (left-- > 0) {
                    show(session, screen, table, job);
                    outcomes.add(job.path("status").asText());
                }
            }
            cursor = page.path("pagination").path("next_cursor").asText("");
        } while (left > 0 && !cursor.isEmpty());
        if (!asJson) {
            print(screen, table, outcomes);
        }
        return ClientExit.DONE;
    }

    private String path(int count, String cursor) {
        return "system/jobs/history?limit=" + count
                + (status == null ? "" : "&status=" + status)
                + (cursor.isEmpty() ? "" : "&cursor=" + ServerBaseUrl.segment(cursor));
    }

    private void show(ApiSession session, Screen screen, TextTable table, JsonNode job) throws IOException {
        if (asJson) {
            screen.row(session.line(job));
            return;
        }
        String state = job.path("status").asText("");
        double progress = job.path("progress").asDouble();
        table.add(
                job.path("job_id").asText(""),
                state.equals("processing") ? state + " " + Math.round(progress * 100) + "%" : state,
                age(job.path("created_at").asText("")),
                job.path("feature").asText(""),
                text(job));
    }

    private static void print(Screen screen, TextTable table, List<String> outcomes) {
        if (outcomes.size() == 1) {
            screen.say("There are no jobs.");
            return;
        }
        List<String> lines = table.lines(screen.width());
        for (int i = 0; i < lines.size(); i++) {
            screen.row(screen.colored(outcomes.get(i), lines.get(i)));
        }
    }

    /** The reason of a failure, else the beginning of what was asked for. */
    private static String text(JsonNode job) {
        String error = job.path("error").isTextual() ? job.path("error").asText() : "";
        if (!error.isEmpty()) {
            return error;
        }
        JsonNode inputs = job.path("inputs");
        return inputs.path("text_prompt").asText(inputs.path("prompt").asText(""));
    }

    private String age(String created) {
        try {
            Instant time = created.endsWith("Z") || created.matches(".*[+-]\\d\\d:\\d\\d")
                    ? OffsetDateTime.parse(created).toInstant()
                    : LocalDateTime.parse(created).toInstant(ZoneOffset.UTC);
            return HumanText.duration(Duration.between(time, context().clock().instant()));
        } catch (DateTimeException unknown) {
            return "";
        }
    }
}
