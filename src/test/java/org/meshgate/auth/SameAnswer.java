package org.meshgate.auth;

import io.restassured.response.Response;

/** What a client sees of an answer, but for what differs between any two: the id of the request and of what was asked for. */
record SameAnswer(int status, String contentType, String challenge, String body) {

    static SameAnswer of(Response response, String id) {
        return new SameAnswer(
                response.statusCode(),
                response.contentType(),
                String.valueOf(response.header("WWW-Authenticate")),
                response.asString()
                        .replace(response.header("X-Request-Id"), "REQUEST")
                        .replace(id, "ID"));
    }
}
