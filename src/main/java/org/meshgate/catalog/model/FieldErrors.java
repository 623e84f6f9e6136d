package org.meshgate.catalog.model;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.meshgate.problem.FieldError;
import org.meshgate.problem.ValidationFailedException;

/** Collects the field errors of one submission, bounded so that the response to a hostile body stays small. */
public final class FieldErrors {

    private static final int MAX_ERRORS = 50;

    /** Parameter names that may be repeated in a response. */
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    private final List<FieldError> errors = new ArrayList<>();

    public void add(String field, String message) {
        if (errors.size() < MAX_ERRORS) {
            errors.add(new FieldError(field, message));
        }
    }

    /** @param name as the client sent it; it is only repeated if it matches the pattern */
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
