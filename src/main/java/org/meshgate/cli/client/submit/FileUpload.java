package org.meshgate.cli.client.submit;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.UUID;
import org.meshgate.cli.client.screen.HumanText;
import org.meshgate.cli.client.screen.Progress;
import org.meshgate.cli.client.screen.Screen;
import org.meshgate.cli.client.session.ApiSession;
import org.meshgate.files.ContentTypes;

/** Uploads a file for a job, with progress. */
final class FileUpload {

    private final ApiSession session;
    private final Screen screen;

    FileUpload(ApiSession session, Screen screen) {
        this.session = session;
        this.screen = screen;
    }

    /**
     * Uploads it, again when the connection breaks.
     *
     * @param kind image or mesh
     * @return the id of the upload
     */
    String send(String kind, Path file) throws IOException, InterruptedException {
        long size = Files.size(file);
        Progress progress = new Progress(screen);
        String label = "uploading " + file.getFileName();
        String boundary = "meshgate-" + UUID.randomUUID();
        JsonNode answer = session.retried(
                () -> session.send(
                        session.request("file-upload/" + kind)
                                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                                .POST(new CountingPublisher(
                                        form(file, boundary),
                                        sent -> progress.show(
                                                label,
                                                OptionalDouble.of(size == 0 ? 1 : (double) sent / size),
                                                HumanText.bytes(Math.min(sent, size)) + " of "
                                                        + HumanText.bytes(size))))
                                .build(),
                        ApiSession.transferDeadline(size)),
                away -> screen.say(away.getMessage() + ". Trying again."));
        return answer.path("file_id").asText();
    }

    private static BodyPublisher form(Path file, String boundary) throws IOException {
        String name = file.getFileName().toString();
        String head = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
                + name.replace("\r", "%0D").replace("\n", "%0A").replace("\"", "%22") + "\"\r\nContent-Type: "
                + ContentTypes.of(name) + "\r\n\r\n";
        return BodyPublishers.concat(
                BodyPublishers.ofString(head),
                BodyPublishers.ofFile(file),
                BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
    }
}
