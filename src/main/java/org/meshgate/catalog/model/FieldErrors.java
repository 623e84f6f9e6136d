package org.meshgate.catalog.model;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.meshgate.problem.FieldError;
import org.meshgate.problem.ValidationFailedException;

/** All that is wrong with one submission; bounded, so that the answer to a hostile body stays small. */
public final class FieldErrors {

    private static final int MAX = 50;

    /** What a parameter may be called when it is repeated to the client. */
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    private final List<FieldError> errors = new ArrayList<>();

    public void add(String field, String message) {
        if (errors.size() < MAX) {
            errors.add(new FieldError(field, message));
        }
    }

    /** @param name as the client wrote it: one that is no plain word is not repeated */
    public void addParameter(String name, String message) {
        boolean plain = PLAIN_NAME.matcher(name).matches();
        add(plain ? JobType.MODEL_PARAMETERS + "." + name : JobType.MODEL_PARAMETERS, message);
    }

    public void throwIfAny() {
        if (!errors.isEmpty()) {
            throw new ValidationFailedException(errors);
        }
    }
}
