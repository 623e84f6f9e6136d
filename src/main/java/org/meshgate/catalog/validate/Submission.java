package org.meshgate.catalog.validate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.meshgate.catalog.model.FileReference;

/**
 * A validated submission whose files are not resolved yet. Inputs and metadata are not shared: the receiver may modify
 * them.
 *
 * @param feature feature of the job
 * @param model id of the enabled model that runs the job
 * @param inputs the worker's input, in the order of 3DAIGC-API; null under the key of each file
 * @param files file references whose paths replace these nulls
 * @param metadata metadata of the job record
 * @param message text of the response for people
 * @param ignoredParameters sanitized names of model parameters that were left out
 */
public record Submission(
        String feature,
        String model,
        ObjectNode inputs,
        List<FileReference> files,
        ObjectNode metadata,
        String message,
        List<String> ignoredParameters) {

    /** Makes defensive copies of the lists. */
    public Submission {
        files = List.copyOf(files);
        ignoredParameters = List.copyOf(ignoredParameters);
    }
}
