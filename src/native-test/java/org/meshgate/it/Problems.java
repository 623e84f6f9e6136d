package org.meshgate.it;

import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.not;

import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.meshgate.testing.Api;

/** Problem documents, whatever they say to people. */
final class Problems {

    private static final Pattern ENTRY = Pattern.compile("(?m)^## ([A-Z_0-9]+)\n\n(\\d{3})\\. ");

    private Problems() {}

    /** Media type and all members that each problem document has. */
    static ValidatableResponse assertProblem(Response response, int status, String error) {
        return Api.assertProblem(response, status, error, not(emptyString()));
    }

    /** Status by code, of every entry in docs/problems.md. */
    static Map<String, Integer> documented() throws IOException {
        Map<String, Integer> statuses = new TreeMap<>();
        ENTRY.matcher(Files.readString(Path.of("docs", "problems.md")))
                .results()
                .forEach(entry -> statuses.put(entry.group(1), Integer.valueOf(entry.group(2))));
        return statuses;
    }
}
