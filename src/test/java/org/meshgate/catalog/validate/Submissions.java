package org.meshgate.catalog.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.meshgate.catalog.Catalog;
import org.meshgate.catalog.read.Catalogs;
import org.meshgate.problem.FieldError;
import org.meshgate.problem.ValidationFailedException;

/** Validates bodies of submissions with the default catalog. */
public final class Submissions {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Catalog CATALOG = Catalogs.bundled();
    private static final SubmissionValidator VALIDATOR = new SubmissionValidator(CATALOG);

    private Submissions() {}

    /** As the other, rejecting unknown parameters. */
    public static Submission read(String path, String body) {
        return read(path, body, UnknownParameters.REJECT);
    }

    /**
     * Validates a body.
     *
     * @param path of the route, with or without {@code /api/v1/}
     * @param body JSON with single quotes
     */
    public static Submission read(String path, String body, UnknownParameters unknown) {
        String route = path.startsWith("/") ? path : "/api/v1/" + path;
        try {
            return VALIDATOR.read(
                    CATALOG.jobType(route).orElseThrow(), (ObjectNode) JSON.readTree(text(body)), unknown);
        } catch (JsonProcessingException e) {
            throw new AssertionError(body, e);
        }
    }

    /** The errors of a body that is rejected. */
    public static List<FieldError> errors(String path, String body) {
        ValidationFailedException refused =
                catchThrowableOfType(ValidationFailedException.class, () -> read(path, body));
        assertThat(refused).as(body).isNotNull();
        return refused.fieldErrors();
    }

    /** Asserts the errors of a body, each as field and message. */
    public static void assertErrors(String path, String body, String... expected) {
        assertThat(errors(path, body))
                .extracting(error -> error.field() + " " + error.message())
                .containsExactly(expected);
    }

    /** JSON from text with single quotes. */
    public static String text(String json) {
        return json.replace('\'', '"');
    }
}
