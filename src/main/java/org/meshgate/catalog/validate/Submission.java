package org.meshgate.catalog.validate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.meshgate.catalog.model.FileReference;

/**
 * A submission that passed all checks but those of its files. Its two objects are not shared: the receiver may add to
 * them.
 *
 * @param feature whose models do it
 * @param model the id of the enabled model that does it
 * @param inputs what the worker gets, in the order in which 3DAIGC-API writes it; null under the key of each file
 * @param files what is to be written there, once it was looked at
 * @param metadata what the job's record says beside
 * @param message what the answer says to people
 * @param ignoredParameters names of the model parameters that were left out, fit for an answer
 */
public record Submission(
        String feature,
        String model,
        ObjectNode inputs,
        List<FileReference> files,
        ObjectNode metadata,
        String message,
        List<String> ignoredParameters) {

    /** Takes copies of the lists. */
    public Submission {
        files = List.copyOf(files);
        ignoredParameters = List.copyOf(ignoredParameters);
    }
}
