package org.meshgate.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meshgate.testing.Api.TOKENS;
import static org.meshgate.testing.Api.as;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.FinishedJobs;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.RedisResource;

/**
 * A token ends while a hundred requests at a time use it: none that begins after the answer to its end gets through. What
 * counts is the order of events, not how long anything takes.
 */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class RevocationRaceTest {

    private static final int PARALLEL = 100;

    /** How many requests each of them sends before the end is asked for, and after it was answered. */
    private static final int REQUESTS = 3;

    @TestHTTPResource("/")
    URI server;

    @Inject
    Accounts accounts;

    @Inject
    FinishedJobs jobs;

    /** What the requests were answered that ended before the token did, and those that began after it. */
    private record Statuses(List<Integer> before, List<Integer> after) {}

    @Test
    void rejectsRevokedToken() {
        Api.Account alice = Api.register();
        String token = Api.createToken(alice, "busy");
        Statuses statuses = during(
                request(server.resolve(Api.ME), token),
                () -> as(alice).delete(TOKENS + "/" + token).then().statusCode(200));
        assertOver(statuses, 401);
    }

    @Test
    void rejectsAllTokensOfAUser() {
        Api.Account alice = Api.register();
        String token = Api.createToken(alice, "busy");
        Statuses statuses = during(
                request(server.resolve(Api.ME), token),
                () -> as(alice).delete(TOKENS).then().statusCode(200));
        assertOver(statuses, 401);
    }

    @Test
    void rejectsRotatedToken() {
        Api.Account alice = Api.register();
        String token = Api.createToken(alice, "busy");
        String id = as(token).get(Api.ME).path("token.id");
        Statuses statuses = during(request(server.resolve(Api.ME), token), () -> as(alice)
                .contentType("application/json")
                .post(TOKENS + "/" + id + "/rotate")
                .then()
                .statusCode(200));
        assertOver(statuses, 401);
    }

    @Test
    void rejectsTokensAndLinksOfADeletedUser() {
        Api.Account admin = accounts.createAdmin();
        for (boolean byLink : List.of(false, true)) {
            Api.Account alice = Api.register();
            HttpRequest request = byLink ? link(alice) : request(server.resolve(Api.ME), alice.token());
            Statuses statuses = during(request, () -> as(admin)
                    .delete(Api.ADMIN_USERS + "/" + alice.userId())
                    .then()
                    .statusCode(200));
            assertOver(statuses, byLink ? 403 : 401);
        }
    }

    @Test
    void rejectsTokensAndLinksOfADisabledUser() {
        Api.Account admin = accounts.createAdmin();
        for (boolean byLink : List.of(false, true)) {
            Api.Account alice = Api.register();
            HttpRequest request = byLink ? link(alice) : request(server.resolve(Api.ME), alice.token());
            Statuses statuses = during(request, () -> as(admin)
                    .contentType("application/json")
                    .body(Map.of("is_active", false))
                    .patch(Api.ADMIN_USERS + "/" + alice.userId())
                    .then()
                    .statusCode(200));
            assertOver(statuses, byLink ? 403 : 401);
        }
    }

    private static void assertOver(Statuses statuses, int refusal) {
        assertThat(statuses.before()).hasSizeGreaterThanOrEqualTo(PARALLEL).containsOnly(200);
        assertThat(statuses.after()).hasSize(PARALLEL * REQUESTS).containsOnly(refusal);
    }

    private HttpRequest link(Api.Account account) {
        String id = jobs.withFiles(account.userId()).id();
        return HttpRequest.newBuilder(URI.create(as(account)
                        .get(Jobs.job(id))
                        .then()
                        .statusCode(200)
                        .extract()
                        .path("result.mesh_url")))
                .build();
    }

    private static HttpRequest request(URI url, String token) {
        return HttpRequest.newBuilder(url)
                .header("Authorization", "Bearer " + token)
                .build();
    }

    private static Statuses during(HttpRequest request, Runnable end) {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        AtomicBoolean asked = new AtomicBoolean();
        AtomicBoolean answered = new AtomicBoolean();
        CountDownLatch warm = new CountDownLatch(PARALLEL);
        ExecutorService threads = Executors.newFixedThreadPool(PARALLEL);
        try {
            List<Future<Statuses>> all = new ArrayList<>();
            for (int i = 0; i < PARALLEL; i++) {
                all.add(threads.submit(() -> send(client, request, asked, answered, warm)));
            }
            assertThat(warm.await(1, TimeUnit.MINUTES)).isTrue();
            asked.set(true);
            end.run();
            answered.set(true);
            Statuses statuses = new Statuses(new ArrayList<>(), new ArrayList<>());
            for (Future<Statuses> one : all) {
                statuses.before().addAll(one.get().before());
                statuses.after().addAll(one.get().after());
            }
            return statuses;
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        } finally {
            answered.set(true);
            threads.shutdownNow();
        }
    }

    private static Statuses send(
            HttpClient client, HttpRequest request, AtomicBoolean asked, AtomicBoolean answered, CountDownLatch warm)
            throws IOException, InterruptedException {
        Statuses statuses = new Statuses(new ArrayList<>(), new ArrayList<>());
        int sent = 0;
        while (statuses.after().size() < REQUESTS) {
            boolean beginsAfter = answered.get();
            int status = client.send(request, BodyHandlers.discarding()).statusCode();
            if (beginsAfter) {
                statuses.after().add(status);
            } else if (!asked.get()) {
                statuses.before().add(status);
            }
            if (++sent == REQUESTS) {
                warm.countDown();
            }
        }
        return statuses;
    }
}
