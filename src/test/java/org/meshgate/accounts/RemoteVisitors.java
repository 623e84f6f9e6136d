package org.meshgate.accounts;

import static org.meshgate.testing.Api.USERS;

import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Sends requests with a forwarded client address, to a server that trusts the local proxy. */
final class RemoteVisitors {

    static final String WRONG = "not the password";

    /** What those are told who try too often; with the seconds. */
    static final String TOO_MANY = "Too many attempts. The next one is possible in %d seconds.";

    private RemoteVisitors() {}

    static String address() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return "198." + random.nextInt(256) + "." + random.nextInt(256) + "." + random.nextInt(256);
    }

    static RequestSpecification from(String address) {
        return RestAssured.given().header("X-Forwarded-For", "6.6.6.6, " + address);
    }

    static Response login(String address, String name, String password) {
        return from(address)
                .contentType("application/json")
                .body(Map.of("username", name, "password", password))
                .post(USERS + "/login");
    }

    /** With the code of a reset link. */
    static Response reset(String address, String code, String password) {
        return from(address)
                .contentType("application/json")
                .body(Map.of("code", code, "new_password", password))
                .post(USERS + "/reset");
    }

    static Response register(String address, String name, String password) {
        return from(address)
                .contentType("application/json")
                .body(Map.of("username", name, "email", name + "@example.com", "password", password))
                .post(USERS + "/register");
    }
}
