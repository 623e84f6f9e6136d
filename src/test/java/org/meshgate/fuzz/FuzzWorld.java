package org.meshgate.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.meshgate.fuzz.ApiDocument.Operation;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.Endpoint;
import org.meshgate.testing.Endpoint.Access;
import org.meshgate.testing.EndpointWorld;
import org.meshgate.testing.EndpointWorld.Sender;
import org.meshgate.testing.FinishedJobs;
import org.meshgate.testing.Jobs;

/** Who sends, and what their requests are about. Who was used up by a request (deleted, say) has a successor. */
@ApplicationScoped
class FuzzWorld {

    private static final Pattern URL = Pattern.compile("\"(?:https?://[^/\"]+)?(/api/v1/system/jobs/[^\"]*)\"");

    private final Accounts accounts;
    private final EndpointWorld objects;
    private final FinishedJobs jobs;
    private final Map<String, String> made = new HashMap<>();
    private final Set<String> users = new HashSet<>();

    private Optional<Account> warden = Optional.empty();
    private Optional<Fuzzer> user = Optional.empty();
    private Optional<Fuzzer> admin = Optional.empty();

    FuzzWorld(Accounts accounts, EndpointWorld objects, FinishedJobs jobs) {
        this.jobs = jobs;
        this.accounts = accounts;
        this.objects = objects;
    }

    /** One who sends odd requests, and knows how to send good ones. */
    record Fuzzer(String name, Account account, String password, Sender sender) {

        /** A new name mostly, else that of the account, for logins. */
        String loginName(Dice dice) {
            return dice.chance(50) ? account.username() : "new-" + dice.word(12);
        }
    }

    /** The administrator that sends no odd request. */
    Account warden() {
        warden = warden.or(() -> Optional.of(accounts.createAdmin()));
        return warden.orElseThrow();
    }

    Fuzzer user() {
        user = user.or(() -> {
            Fuzzer next = fuzzer("USER");
            users.add(next.account().userId());
            return Optional.of(next);
        });
        return user.orElseThrow();
    }

    Fuzzer admin() {
        admin = admin.or(() -> {
            Fuzzer next = fuzzer("ADMIN");
            Api.as(warden())
                    .contentType(ContentType.JSON)
                    .body("{\"role\":\"admin\"}")
                    .patch(Api.ADMIN_USERS + "/" + next.account().userId())
                    .then()
                    .statusCode(200);
            return Optional.of(next);
        });
        return admin.orElseThrow();
    }

    /** Everybody who was {@link #user}. */
    Set<String> users() {
        return Set.copyOf(users);
    }

    private Fuzzer fuzzer(String name) {
        String username = Api.unique("fuzzer-");
        String password = Leaks.CANARY + Api.unique("");
        Response answer = Api.json(
                        Map.of("username", username, "email", username + "@example.com", "password", password))
                .post(Api.USERS + "/register");
        answer.then().statusCode(200);
        Account account =
                new Account(answer.path("user.user_id"), username, username + "@example.com", answer.path("token"));
        return new Fuzzer(name, account, password, objects.sender(account));
    }

    /** What a path is about: the sender's own. A request that changes something has one to itself. */
    String object(Operation operation, Fuzzer owner) {
        Endpoint endpoint = new Endpoint(operation.name(), Access.USER, Optional.empty(), "");
        if (!operation.method().equals("GET")) {
            return objects.object(endpoint, owner.account(), warden());
        }
        if (operation.path().contains("{link}")) {
            return made.computeIfAbsent("world " + owner.account().userId(), key -> world(owner));
        }
        String kind = operation.path().replaceAll(".*?\\{(job_id|file_id|user_id)}.*", "$1")
                + owner.account().userId();
        return made.computeIfAbsent(kind, key -> objects.object(endpoint, owner.account(), warden()));
    }

    private String world(Fuzzer owner) {
        String folder = FinishedJobs.world();
        return jobs.completed(
                owner.account().userId(),
                Map.of("world_directory", folder, "world_manifest_path", folder + "/" + FinishedJobs.MANIFEST));
    }

    /** A signed link to what the operation is about, as path and query; none for operations that have none. */
    Optional<String> link(Operation operation, Fuzzer owner) {
        if (!operation.path().contains("{job_id}") || !operation.method().equals("GET")) {
            return Optional.empty();
        }
        String status = Jobs.status(owner.account(), object(operation, owner)).asString();
        Pattern route = Pattern.compile(
                operation.path().replaceAll("\\{path}", ".+").replaceAll("\\{[^}]+}", "[^/?]+") + "(\\?.*sig=.*)?");
        return URL.matcher(status)
                .results()
                .map(found -> found.group(1))
                .filter(url -> url.contains("sig=") || url.contains("world-link/"))
                .map(url -> url.endsWith("/") ? url + "environment.ply" : url)
                .filter(url -> route.matcher(url).matches())
                .findFirst();
    }

    /** After a success that may have ended a session or changed a password. */
    void renew(RawRequest request) {
        boolean passwordChanged = request.operation().endsWith("/me/password");
        user = user.filter(who -> !(passwordChanged && request.caller().equals("USER")) && works(who));
        admin = admin.filter(who -> !(passwordChanged && request.caller().equals("ADMIN")) && works(who));
    }

    private static boolean works(Fuzzer who) {
        int status = Api.as(who.account()).get(Api.ME).statusCode();
        assertThat(status).isIn(200, 401);
        return status == 200;
    }
}
