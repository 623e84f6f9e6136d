package org.meshgate.cli.client.submit;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.meshgate.cli.client.ClientCommand;
import org.meshgate.cli.client.InterruptNotice;
import org.meshgate.cli.client.download.ResultDownload;
import org.meshgate.cli.client.job.JobScreen;
import org.meshgate.cli.client.screen.Screen;
import org.meshgate.cli.client.session.ApiSession;
import org.meshgate.cli.client.session.ClientExit;
import org.meshgate.cli.client.session.ClientFailure;
import org.meshgate.cli.client.session.CommandContext;
import org.meshgate.cli.client.session.ServerAccess;
import org.meshgate.cli.client.submit.JobTypeDescription.FileSlot;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code meshgate submit}: queues a job, and with {@code --wait} follows it to its result. */
@Command(
        name = "submit",
        description = {
            "Queues a job and prints its id.",
            "Job types and their fields are those of the server; --types lists them. Files are uploaded first. A submission that"
                    + " is repeated after a broken connection makes one job."
        },
        footer = {
            "",
            "Examples:",
            "  meshgate submit \"a 3d cat\" --wait -o cat.glb",
            "  meshgate submit --type image-to-textured-mesh --input cat.png --set texture_resolution=2048",
            "  meshgate submit \"a wooden one\" --type text-mesh-painting --input chair.glb --set model_parameters.seed=7",
            "",
            ClientCommand.ENVIRONMENT,
            "",
            ClientExit.WAITING_CODES
        })
public class SubmitCommand extends ClientCommand {

    @Parameters(paramLabel = "TEXT", arity = "0..1", description = "What to make.")
    private String prompt;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            defaultValue = "text-to-textured-mesh",
            description = "The job type (${DEFAULT-VALUE}).")
    private String type;

    @Option(
            names = "--input",
            paramLabel = "[NAME=]FILE",
            description = "A picture or mesh to upload; with NAME for a certain one of several.")
    private List<String> inputs = List.of();

    @Option(
            names = "--set",
            paramLabel = "FIELD=VALUE",
            description = "A field of the job type, or model_parameters.NAME. Objects and lists are JSON.")
    private Map<String, String> fields = new LinkedHashMap<>();

    @Option(names = "--wait", description = "Wait for the end of the job.")
    private boolean wait;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Wait, and download the result to this file or folder.")
    private Path output;

    @Option(names = "--force", description = "Replace a file that is there.")
    private boolean force;

    @Option(names = "--json", description = "Print the server's answer, or with --wait the last status, as JSON.")
    private boolean asJson;

    @Option(names = "--types", description = "List the server's job types and their fields, and submit nothing.")
    private boolean types;

    /** For picocli. */
    public SubmitCommand() {
        this(CommandContext.ofProcess());
    }

    public SubmitCommand(CommandContext context) {
        super(context);
    }

    @Override
    protected ClientExit run(Screen screen, ServerAccess access) throws IOException, InterruptedException {
        ApiSession session = access.open();
        List<JobTypeDescription> known = JobTypeDescription.all(session.description());
        if (types) {
            new JobTypeList(screen).print(known);
            return ClientExit.DONE;
        }
        JobTypeDescription chosen = choose(known);
        Optional<ResultDownload.Target> target =
                Optional.ofNullable(output).map(file -> new ResultDownload.Target(Optional.of(file), force));
        ResultDownload download = new ResultDownload(session, screen);
        target.ifPresent(download::requireUsable);
        JsonNode queued = submit(session, screen, chosen);
        String job = queued.path("job_id").asText();
        boolean waits = wait || output != null;
        if (!asJson) {
            screen.result(job);
        } else if (!waits) {
            screen.row(session.line(queued));
        }
        Optional.of(queued.path("note").asText(""))
                .filter(note -> !note.isEmpty())
                .ifPresent(screen::say);
        if (!waits) {
            return ClientExit.DONE;
        }
        ClientExit exit = await(session, screen, job);
        if (exit == ClientExit.DONE && target.isPresent()) {
            screen.say("Written to " + download.fetch(job, target.get()) + ".");
        }
        return exit;
    }

    private JsonNode submit(ApiSession session, Screen screen, JobTypeDescription chosen)
            throws IOException, InterruptedException {
        SubmissionForm form = new SubmissionForm(chosen, session.json());
        form.prompt(Optional.ofNullable(prompt));
        fields.forEach(form::set);
        Map<FileSlot, Path> files =
                InputAssignment.of(chosen, inputs, session.context().folder());
        form.requireComplete(files.keySet());
        InterruptNotice notice =
                InterruptNotice.on(() -> screen.end("Interrupted. See whether it was submitted: meshgate jobs"));
        try {
            FileUpload upload = new FileUpload(session, screen);
            for (Map.Entry<FileSlot, Path> file : files.entrySet()) {
                form.upload(file.getKey(), upload.send(file.getKey().kind(), file.getValue()));
            }
            HttpRequest request = session.request(chosen.path())
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", UUID.randomUUID().toString())
                    .header("Prefer", "handling=strict")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(session.json().writeValueAsBytes(form.body())))
                    .build();
            return session.retried(
                    () -> session.send(request, ApiSession.DEADLINE),
                    away -> screen.say(away.getMessage() + ". Trying again."));
        } finally {
            notice.close();
        }
    }

    private ClientExit await(ApiSession session, Screen screen, String job) throws IOException, InterruptedException {
        JobScreen view = new JobScreen(screen);
        JsonNode status = view.follow(session, job);
        ClientExit exit = view.tell(job, status);
        if (asJson) {
            screen.row(session.line(status));
        }
        return exit;
    }

    private JobTypeDescription choose(List<JobTypeDescription> known) {
        List<JobTypeDescription> fitting = known.stream()
                .filter(one -> one.path().equals(type) || one.name().equals(type))
                .toList();
        if (fitting.size() == 1) {
            return fitting.get(0);
        }
        throw new ClientFailure(
                ClientExit.FAILED,
                fitting.isEmpty()
                        ? "The server has no job type " + type + ". It has "
                                + String.join(
                                        ", ",
                                        known.stream()
                                                .map(JobTypeDescription::name)
                                                .toList())
                                + "."
                        : "--type " + type + " may be "
                                + String.join(
                                        " or ",
                                        fitting.stream()
                                                .map(JobTypeDescription::path)
                                                .toList())
                                + ".");
    }
}
