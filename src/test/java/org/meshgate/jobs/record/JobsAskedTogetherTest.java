package org.meshgate.jobs.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.impl.types.ErrorType;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.caller.Caller;
import org.meshgate.caller.Role;
import org.meshgate.caller.Scopes;
import org.meshgate.jobs.access.JobAccess;
import org.meshgate.problem.AccessDeniedException;
import org.meshgate.problem.JobNotFoundException;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.GpuScheduler;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;

/** Jobs that many callers ask for at the same moment are read together, and each is told what they would be told alone. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class JobsAskedTogetherTest {

    @Inject
    JobAccess access;

    @Inject
    Vertx vertx;

    @Inject
    RedisView redis;

    @Inject
    GpuScheduler scheduler;

    private Account alice;
    private Account bob;

    @BeforeEach
    void register() {
        alice = Api.register();
        bob = Api.register();
    }

    /** Somebody's question for a job. */
    private record Question(Caller caller, String id) {}

    @Test
    void batchedLookupsKeepTheOwnershipRule() {
        // Given
        String ofAlice = Jobs.submit(alice);
        String ofBob = Jobs.submit(bob);
        Caller admin = caller("user_00000000000000ad", Role.ADMIN);
        // When
        List<CompletableFuture<JobRecord>> answers = inOneTurn(List.of(
                new Question(user(alice), ofAlice),
                new Question(user(bob), ofAlice),
                new Question(user(alice), "no-such-job"),
                new Question(user(bob), ofBob),
                new Question(admin, ofAlice),
                new Question(user(alice), ofBob),
                new Question(admin, ofBob)));
        // Then
        assertThat(answers.get(0).join()).satisfies(job -> isOf(job, alice, ofAlice));
        assertThatThrownBy(answers.get(1)::join).hasCauseInstanceOf(AccessDeniedException.class);
        assertThatThrownBy(answers.get(2)::join).hasCauseInstanceOf(JobNotFoundException.class);
        assertThat(answers.get(3).join()).satisfies(job -> isOf(job, bob, ofBob));
        assertThat(answers.get(4).join()).satisfies(job -> isOf(job, alice, ofAlice));
        assertThatThrownBy(answers.get(5)::join).hasCauseInstanceOf(AccessDeniedException.class);
        assertThat(answers.get(6).join()).satisfies(job -> isOf(job, bob, ofBob));
    }

    @Test
    void readsLargeRecordsCompletely() {
        // Given more jobs than one command reads, and more of each than a few have room beside
        List<String> ids = IntStream.range(0, 70).mapToObj(i -> big(alice, i)).toList();
        // When
        List<CompletableFuture<JobRecord>> answers =
                inOneTurn(ids.stream().map(id -> new Question(user(alice), id)).toList());
        // Then
        for (int i = 0; i < ids.size(); i++) {
            JobRecord job = answers.get(i).join();
            isOf(job, alice, ids.get(i));
            assertThat(job.fields().get("note").textValue()).isEqualTo(note(i));
        }
    }

    @Test
    void unreadableJobFailsOnlyItsOwnLookup() {
        // Given an index that something else has overwritten
        String sound = Jobs.submit(alice);
        String odd = Jobs.submit(bob);
        ObjectNode record = scheduler.record(odd);
        scheduler.write(odd, record.put("status", "overwritten"));
        redis.send(Command.SET, "3daigc:jobs:status:overwritten", "no index");
        // When
        List<CompletableFuture<JobRecord>> answers = inOneTurn(List.of(
                new Question(user(alice), sound), new Question(user(bob), odd), new Question(user(alice), sound)));
        // Then
        isOf(answers.get(0).join(), alice, sound);
        assertThatThrownBy(answers.get(1)::join).hasCauseInstanceOf(ErrorType.class);
        isOf(answers.get(2).join(), alice, sound);
        redis.send(Command.DEL, "3daigc:jobs:status:overwritten");
    }

    private List<CompletableFuture<JobRecord>> inOneTurn(List<Question> questions) {
        Context loop = vertx.getOrCreateContext();
        CompletableFuture<List<CompletableFuture<JobRecord>>> asked = new CompletableFuture<>();
        loop.runOnContext(turn -> {
            List<CompletableFuture<JobRecord>> answers = new ArrayList<>();
            for (Question question : questions) {
                answers.add(access.find(question.caller(), question.id())
                        .subscribe()
                        .asCompletionStage());
            }
            asked.complete(answers);
        });
        return asked.join();
    }

    private String big(Account owner, int number) {
        String id = Jobs.submit(owner);
        scheduler.write(id, scheduler.record(id).put("note", note(number)));
        return id;
    }

    private static String note(int number) {
        return number + "-".repeat(20_000);
    }

    private static void isOf(JobRecord job, Account owner, String id) {
        assertThat(job.id()).isEqualTo(id);
        assertThat(job.owner()).contains(owner.userId());
        assertThat(job.fields().get("job_id").textValue()).isEqualTo(id);
    }

    private static Caller user(Account account) {
        return caller(account.userId(), Role.USER);
    }

    private static Caller caller(String userId, Role role) {
        return new Caller.Account(userId, "somebody", role, "tok_0123456789abcdef", Scopes.of(role));
    }
}
