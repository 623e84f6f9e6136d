package org.meshgate.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.meshgate.caller.Role;
import org.meshgate.caller.Scope;
import org.meshgate.caller.Scopes;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.Callers;
import org.meshgate.testing.Callers.Caller;
import org.meshgate.testing.DescribedResponses;
import org.meshgate.testing.Endpoint;
import org.meshgate.testing.Endpoint.Access;
import org.meshgate.testing.EndpointWorld;
import org.meshgate.testing.EndpointWorld.Sender;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.Routes;
import org.meshgate.testing.Routes.Route;
import org.meshgate.testing.TestClock;

/**
 * Every route, with every kind of caller. The routes come from the OpenAPI document that the program generates, and who may
 * call them from {@link Endpoint}: one that is missing in either fails. Each answer is as that document describes it.
 */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class EndpointMatrixTest {

    /** The contract's list, "Who may call". */
    private static final Set<String> PUBLIC = Set.of(
            "GET /",
            "GET /health",
            "GET /api/v1/system/health",
            "GET /api/v1/system/auth-status",
            "GET /api/v1/webhook-key",
            "POST /api/v1/users/register",
            "POST /api/v1/users/login",
            "POST /api/v1/users/reset",
            "GET /api/v1/users/first-admin");

    /** Routes for any token that a token with the scope worker alone may use, too. */
    private static final Set<String> FOR_WORKERS_TOO = Set.of("POST /api/v1/users/logout");

    @Inject
    Callers door;

    @Inject
    EndpointWorld world;

    @Inject
    RedisView redis;

    @Inject
    TestClock clock;

    /** Narrowed tokens of those who have them already, by user and scopes. */
    private final Map<String, String> tokens = new HashMap<>();

    private Sender alice;
    private Sender bob;
    private Sender admin;
    private Sender worker;

    /**
     * One column.
     *
     * @param owner whether the objects are this one's
     * @param scopes of the token; none for one who is nobody
     */
    private record Who(Caller caller, Sender sender, boolean owner, Scopes scopes) {

        /** Reaches what belongs to others. */
        boolean administers() {
            return caller.admin() && scopes.has(Scope.ADMIN);
        }
    }

    /** What a cell says: a status and, for a refusal, the code of the problem and its text. */
    private record Answer(int status, String error, String detail) {}

    @BeforeEach
    void everybody() {
        alice = world.sender(Api.register());
        bob = world.sender(Api.register());
        admin = world.sender(door.newAdmin());
        worker = newWorker();
        RestAssured.replaceFiltersWith(List.of(DescribedResponses.ofServer()));
    }

    @AfterEach
    void today() {
        RestAssured.replaceFiltersWith(List.of());
        clock.reset();
    }

    @Test
    void tableAndRoutesMatch() {
        List<String> faults = new ArrayList<>();
        Set<String> rows = Endpoint.all().stream().map(Endpoint::name).collect(Collectors.toCollection(TreeSet::new));
        assertThat(rows).as("no row stands twice").hasSameSizeAs(Endpoint.all());
        for (Route route : Routes.all()) {
            if (!rows.remove(route.name())) {
                faults.add(
                        "There is a route without a row. Say who may call it, in the table of Endpoint: RULE | SCOPE | "
                                + route.name() + " | BODY");
            }
        }
        rows.forEach(row -> faults.add("There is no such route any more. Remove its row from Endpoint: " + row));
        assertThat(faults).isEmpty();
    }

    @Test
    void descriptionStatesTheSecurityOfEachRoute() {
        assertThat(names(Access.PUBLIC)).containsExactlyInAnyOrderElementsOf(PUBLIC);
        assertThat(Routes.all().stream().filter(Route::declaredPublic).map(Route::name))
                .containsExactlyInAnyOrderElementsOf(names(Access.PUBLIC, Access.LINK, Access.LOCAL));
    }

    @TestFactory
    Stream<DynamicTest> everyRouteIsOpenToThoseOfItsRuleAndToNobodyElse() {
        Account carol = Api.register();
        Account dave = Api.register();
        List<Caller> invalid = List.of(
                door.anonymous(),
                door.withGarbage(),
                door.withUnknownToken(),
                door.withExpiredToken(alice.account()),
                door.withRevokedToken(alice.account()),
                door.disabled(carol, admin.account()),
                door.deleted(dave, admin.account()));
        return Endpoint.all().stream().flatMap(row -> Stream.concat(
                        invalid.stream().map(caller -> new Who(caller, alice, false, Scopes.NONE)), valid(row).stream())
                .map(who -> dynamicTest(row + ", " + who.caller(), () -> cell(row, who))));
    }

    /** Of scopes that do not suffice, all others together: a route that asks for any of several would be open. */
    private List<Who> valid(Endpoint row) {
        List<Who> all = new ArrayList<>(List.of(
                who(row, "owner", alice, true, Optional.empty()),
                who(row, "foreign user", bob, false, Optional.empty()),
                who(row, "admin", admin, false, Optional.empty())));
        for (Scope scope : Scopes.of(Role.ADMIN).jsonNames().stream()
                .map(name -> Scope.fromJsonName(name).orElseThrow())
                .toList()) {
            all.add(who(row, "admin for " + scope.jsonName(), admin, false, Optional.of(Scopes.of(scope))));
            if (scope != Scope.ADMIN) {
                all.add(who(row, "owner for " + scope.jsonName(), alice, true, Optional.of(Scopes.of(scope))));
            }
        }
        if (row.access() != Access.PUBLIC) { // it has no password to log in with
            all.add(worker(row));
        }
        row.scope().ifPresent(scope -> {
            Scopes others = Scopes.of(Role.ADMIN).without(Scopes.of(scope));
            all.add(who(row, "admin for all but " + scope.jsonName(), admin, false, Optional.of(others)));
            all.add(who(
                    row,
                    "owner for all but " + scope.jsonName(),
                    alice,
                    true,
                    Optional.of(others.and(Scopes.of(Role.USER)))));
        });
        return all;
    }

    /** A service account with the scope of workers alone. */
    private Who worker(Endpoint row) {
        Sender sender = row.access() == Access.USER_ENDS ? newWorker() : worker;
        Account account = sender.account();
        return new Who(
                new Caller("worker", account.userId(), account.token(), "", false, false),
                sender,
                false,
                Scopes.of(new Scope[] {Scope.WORKER}));
    }

    /** It has no uploads: what it would send is alice's. */
    private Sender newWorker() {
        return new Sender(Api.createServiceAccount(admin.account(), List.of("worker")), alice.image(), alice.mesh());
    }

    /** With an account of their own where the request ends it, or the tokens of it. */
    private Who who(Endpoint row, String name, Sender usual, boolean owner, Optional<Scopes> narrowed) {
        boolean admins = usual == admin;
        Sender sender = row.access() == Access.USER_ENDS
                ? new Sender(admins ? door.newAdmin() : Api.register(), usual.image(), usual.mesh())
                : usual;
        String token = narrowed.map(scopes -> tokens.computeIfAbsent(
                        sender.account().userId() + " " + scopes,
                        key -> Api.createToken(sender.account(), name, scopes.jsonNames())))
                .orElse(sender.account().token());
        Scopes scopes = narrowed.orElse(Scopes.of(admins ? Role.ADMIN : Role.USER));
        return new Who(new Caller(name, sender.account().userId(), token, "", admins, false), sender, owner, scopes);
    }

    /** Names the cell in the failure too: reports of a build leave out the names of such tests. */
    private void cell(Endpoint row, Who who) {
        try {
            check(row, who);
        } catch (AssertionError e) {
            throw new AssertionError(
                    row + ", " + who.caller() + ", expected " + expected(row, who) + ": " + e.getMessage(), e);
        }
    }

    private void check(Endpoint row, Who who) {
        // Given
        String id = world.object(row, alice.account(), admin.account());
        long before = redis.hashLength("jobs");
        // When
        Response response = door.at(who.caller(), request -> world.send(row, request, id, who.sender()));
        // Then
        Answer expected = expected(row, who);
        if (expected.error().isEmpty()) {
            assertThat(response.statusCode()).as(response.asString()).isEqualTo(expected.status());
        } else {
            assertProblem(response, expected.status(), expected.error(), containsString(expected.detail()));
        }
        if (expected.error().equals("INSUFFICIENT_SCOPE")) {
            response.then()
                    .header(
                            "WWW-Authenticate",
                            "Bearer realm=\"meshgate\", error=\"insufficient_scope\", scope=\""
                                    + row.scope().orElse(Scope.JOBS_READ).jsonName() + "\"");
        }
        if (row.access() == Access.SUBMIT || row.access() == Access.SUBMIT_NO_MODEL) {
            assertThat(redis.hashLength("jobs")).isEqualTo(expected.status() == 200 ? before + 1 : before);
        }
        if (row.access() == Access.TOKEN && !expected.error().isEmpty()) {
            as(alice.account()).get(Api.TOKENS).then().body("tokens.id", hasItem(id));
        }
    }

    /** In the order in which the program asks: the token, the role, the scope, and then whose the object is. */
    private static Answer expected(Endpoint row, Who who) {
        Access rule = row.access();
        if (rule == Access.PUBLIC) {
            return new Answer(200, "", "");
        }
        if (rule == Access.LOCAL) {
            return new Answer(403, "LOCAL_ONLY", "Only a browser on the machine of the server");
        }
        if (rule == Access.LINK && !who.caller().isValid()) {
            return new Answer(403, "LINK_INVALID", "This link is not valid.");
        }
        if (!who.caller().isValid()) {
            return switch (who.caller().refusal()) {
                case "TOKEN_REQUIRED" -> new Answer(401, "TOKEN_REQUIRED", "Authorization header is missing");
                case "TOKEN_EXPIRED" -> new Answer(401, "TOKEN_EXPIRED", "Token has expired");
                default -> new Answer(401, "INVALID_TOKEN", "Invalid token");
            };
        }
        if (rule == Access.ADMIN && !who.caller().admin()) {
            return new Answer(403, "ADMIN_REQUIRED", "Admin access required");
        }
        if (row.scope().filter(scope -> !who.scopes().has(scope)).isPresent()) {
            return new Answer(
                    403,
                    "INSUFFICIENT_SCOPE",
                    "lacks the scope " + row.scope().get().jsonName() + ".");
        }
        if (row.scope().isEmpty() && who.scopes().isWorkerOnly() && !FOR_WORKERS_TOO.contains(row.name())) {
            return new Answer(403, "INSUFFICIENT_SCOPE", "lacks the scope jobs:read.");
        }
        return switch (rule) {
            case JOB, LINK ->
                who.owner() || who.administers()
                        ? new Answer(200, "", "")
                        : new Answer(403, "ACCESS_DENIED", "Access denied to this job");
            case FILE ->
                who.owner() || who.administers()
                        ? new Answer(200, "", "")
                        : new Answer(403, "FILE_ACCESS_DENIED", "Access denied to this file");
            case TOKEN -> who.owner() ? new Answer(200, "", "") : new Answer(404, "TOKEN_NOT_FOUND", "Token not found");
            case WEBHOOK ->
                who.owner() ? new Answer(200, "", "") : new Answer(404, "WEBHOOK_NOT_FOUND", "Webhook not found");
            case LEASE -> new Answer(409, "LEASE_LOST", "Another attempt holds this job");
            case SUBMIT_NO_MODEL -> new Answer(422, "VALIDATION_FAILED", "no model is available");
            default -> new Answer(200, "", "");
        };
    }

    private static List<String> names(Access... rules) {
        return Arrays.stream(rules)
                .flatMap(rule -> Endpoint.of(rule).stream())
                .map(Endpoint::name)
                .toList();
    }
}
