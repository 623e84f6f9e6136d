package org.meshgate.it;

import static org.meshgate.it.Client.USERS;

import io.restassured.response.Response;
import java.util.List;
import java.util.Map;

/** New accounts of a server where one needs an invitation, their tokens and workers. */
record GivenAccounts(Meshgate meshgate, Client root) {

    static final String PASSWORD = "long enough";
    static final String TOKENS = USERS + "/tokens";

    /** A new account. */
    Client invited(String name) {
        Response registered = nobody().json(Map.of(
                        "username",
                        name,
                        "email",
                        name + "@example.com",
                        "password",
                        PASSWORD,
                        "invite_code",
                        invite()))
                .post(USERS + "/register");
        registered.then().statusCode(200);
        return new Client(meshgate.url(), registered.path("token"));
    }

    /** The code of a new invitation. */
    String invite() {
        return root.json("{}").post(USERS + "/admin/invites").path("invite_code");
    }

    static String id(Client client) {
        return client.request().get(USERS + "/me").path("user.user_id");
    }

    static Response token(Client client, String name) {
        return client.json(Map.of("token_name", name, "expires_in_days", 1)).post(TOKENS);
    }

    Response register(String name, String email, String invite) {
        return nobody().json(Map.of("username", name, "email", email, "password", PASSWORD, "invite_code", invite))
                .post(USERS + "/register");
    }

    Response login(String name, String password) {
        return nobody().json(Map.of("username", name, "password", password)).post(USERS + "/login");
    }

    /** @param site what a browser says of the page that asks */
    Response firstAdmin(String site) {
        return nobody().json(Map.of("username", "first", "email", "first@example.com", "password", PASSWORD))
                .header("Sec-Fetch-Site", site)
                .post(USERS + "/first-admin");
    }

    /** Somebody without a token. */
    Client nobody() {
        return Client.nobody(meshgate);
    }

    /** A job that a worker has claimed. */
    record Attempt(Client worker, String job, String lease) {

        String file(String name) {
            return "/api/v1/worker/jobs/" + job + "/files/" + name + "?lease=" + lease;
        }
    }

    /** @param name of a new account whose job a new worker claims */
    Attempt attempt(String name) {
        invited(name).submit("a cat");
        String token = root.json(Map.of("name", "gpu-" + name))
                .post(USERS + "/admin/service-accounts")
                .path("token");
        Client client = new Client(meshgate.url(), token);
        Response claim = client.json(
                        Map.of("worker_id", name, "features", List.of("text_to_textured_mesh"), "slots", 1))
                .post("/api/v1/worker/claim");
        return new Attempt(client, claim.path("jobs[0].job_id"), claim.path("jobs[0].lease"));
    }
}
