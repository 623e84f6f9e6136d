package org.meshgate.cli.client.submit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meshgate.cli.client.session.ClientExit;
import org.meshgate.cli.client.session.ClientFailure;
import org.meshgate.cli.client.submit.JobTypeDescription.FileSlot;
import org.meshgate.files.ContentTypes;

/** Gives each {@code --input} to a file of the job type: by name, or the first one of its kind that is free. */
final class InputAssignment {

    private InputAssignment() {}

    /** @param inputs {@code FILE} or {@code NAME=FILE} */
    static Map<FileSlot, Path> of(JobTypeDescription type, List<String> inputs, Path folder) {
        Map<FileSlot, Path> assigned = new LinkedHashMap<>();
        for (String input : inputs) {
            int equals = input.indexOf('=');
            Optional<FileSlot> named = equals < 0 ? Optional.empty() : slot(type, input.substring(0, equals));
            Path file = folder.resolve(named.isPresent() ? input.substring(equals + 1) : input);
            requireReadable(file);
            FileSlot slot = named.orElseGet(() -> free(type, kind(file), assigned)
                    .orElseThrow(() -> failure(type.name() + " takes no " + (assigned.isEmpty() ? "" : "other ")
                            + kind(file) + ": " + file + ". " + takes(type))));
            if (slot.idField().isEmpty()) {
                throw failure(type.name() + " takes no upload as " + slot.name() + ".");
            }
            if (assigned.put(slot, file) != null) {
                throw failure("--input gives " + slot.name() + " twice.");
            }
        }
        return assigned;
    }

    private static Optional<FileSlot> slot(JobTypeDescription type, String name) {
        return type.files().stream()
                .filter(slot -> slot.name().equals(name) || slot.fields().contains(name))
                .findFirst();
    }

    private static Optional<FileSlot> free(JobTypeDescription type, String kind, Map<FileSlot, Path> assigned) {
        return type.files().stream()
                .filter(slot -> slot.kind().equals(kind) && !assigned.containsKey(slot))
                .findFirst();
    }

    private static String kind(Path file) {
        return ContentTypes.of(file.getFileName().toString()).startsWith("image/") ? "image" : "mesh";
    }

    private static String takes(JobTypeDescription type) {
        return type.files().isEmpty()
                ? "It takes no files."
                : "It takes "
                        + String.join(
                                ", ",
                                type.files().stream()
                                        .map(slot -> slot.name() + " (" + slot.kind()
                                                + (slot.required() ? "" : ", may be absent") + ")")
                                        .toList())
                        + ".";
    }

    private static void requireReadable(Path file) {
        if (!Files.isRegularFile(file)) {
            throw failure(file + (Files.exists(file) ? " is no file." : " does not exist."));
        }
        if (!Files.isReadable(file)) {
            throw failure(file + " cannot be read (permission denied).");
        }
    }

    private static ClientFailure failure(String message) {
        return new ClientFailure(ClientExit.FAILED, message);
    }
}
