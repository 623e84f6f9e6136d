package org.meshgate.worker.upload;

import java.util.regex.Pattern;
import org.meshgate.files.ContentTypes;
import org.meshgate.problem.ValidationFailedException;

/** The name of a result file: one plain path segment. */
record ResultFileName(String text) {

    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}");

    /**
     * Checks a name.
     *
     * @param field for the validation error
     * @throws ValidationFailedException for any other name
     */
    static ResultFileName of(String text, String field) {
        if (!SAFE.matcher(text).matches()) {
            throw new ValidationFailedException(
                    field, "must be 1 to 100 of A-Z a-z 0-9 . _ -, and not begin with a dot");
        }
        return new ResultFileName(text);
    }

    /** In lower case, without a dot. */
    String extension() {
        return ContentTypes.extension(text);
    }
}
