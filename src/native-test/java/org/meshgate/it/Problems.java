package org.meshgate.it;

import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.not;

import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import org.meshgate.testing.Api;

/** Problem documents, whatever they say to people. */
final class Problems {

    private Problems() {}

    /** Media type and all members that each problem document has. */
    static ValidatableResponse assertProblem(Response response, int status, String error) {
        return Api.assertProblem(response, status, error, not(emptyString()));
    }
}
