package org.meshgate.problem;

import java.util.List;
import java.util.stream.Collectors;

/** One or more fields are invalid. */
public final class ValidationFailedException extends ProblemException {

    private static final long serialVersionUID = 1L;

    private final transient List<FieldError> errors;

    /** @param errors at least one */
    public ValidationFailedException(List<FieldError> errors) {
        super(
                ProblemType.VALIDATION_FAILED,
                errors.stream()
                        .map(error -> error.field() + " " + error.message())
                        .collect(Collectors.joining("; ")));
        this.errors = List.copyOf(errors);
    }

    /**
     * @param field its name in the request
     * @param message the rule that the value must meet
     */
    public ValidationFailedException(String field, String message) {
        this(List.of(new FieldError(field, message)));
    }

    @Override
    public List<FieldError> fieldErrors() {
        return errors;
    }
}
