package org.meshgate.cli.users;

import io.quarkus.arc.Unremovable;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.meshgate.accounts.admin.UserLookup;
import org.meshgate.audit.AuditAction;
import org.meshgate.audit.CommandAudit;
import org.meshgate.cli.support.CommandFailure;
import org.meshgate.cli.support.PrintableText;
import org.meshgate.identity.index.UserIndexer;
import org.meshgate.identity.user.User;
import org.meshgate.problem.ProblemException;
import org.meshgate.problem.ProblemType;
import org.meshgate.redis.SchemaVersion;

/** Shared by the commands that change one user: the lookup, the audit entry and the output. */
@ApplicationScoped
@Unremovable
class UserCommandSupport {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** With data of 3DAIGC-API, all accounts are indexed first. */
    private static final Duration INDEXING_LIMIT = Duration.ofMinutes(10);

    private final SchemaVersion schema;
    private final UserIndexer indexing;
    private final UserLookup lookup;
    private final CommandAudit audit;

    UserCommandSupport(SchemaVersion schema, UserIndexer indexing, UserLookup lookup, CommandAudit audit) {
        this.schema = schema;
        this.indexing = indexing;
        this.lookup = lookup;
        this.audit = audit;
    }

    /**
     * The output of a successful command.
     *
     * @param name the name of the result on standard output
     * @param value the value of the result
     * @param sentence the message on standard error, for people
     */
    record CommandOutput(String name, String value, String sentence) {}

    /**
     * Runs a change of one user and returns the exit code.
     *
     * @param userKey an id, a username or an e-mail address
     * @param details the details of the audit entry that are known before the change
     * @param resultDetail the name of the audit detail for the result, or empty
     */
    <T> int act(
            String userKey,
            AuditAction action,
            Map<String, String> details,
            String resultDetail,
            Function<User, Uni<T>> work,
            BiFunction<User, T, CommandOutput> done) {
        prepare();
        User user = find(userKey);
        // Each Redis command has a deadline; the total time depends on the number of the user's tokens.
        T result = work.apply(user)
                .call(value -> audit.done(action, user.id(), withResult(details, resultDetail, value)))
                .onFailure(ProblemException.class)
                .call(refusal -> audit.refused(action, user.id(), refusal))
                .await()
                .indefinitely();
        CommandOutput output = done.apply(user, result);
        System.out.println("user_id: " + user.id());
        System.out.println(output.name() + ": " + output.value());
        System.out.flush();
        System.err.println(output.sentence());
        return 0;
    }

    private static Map<String, String> withResult(Map<String, String> details, String resultDetail, Object value) {
        Map<String, String> all = new LinkedHashMap<>(details);
        if (!resultDetail.isEmpty()) {
            all.put(resultDetail, String.valueOf(value));
        }
        return all;
    }

    /** Checks the schema version and waits until all accounts are indexed. */
    void prepare() {
        schema.require().await().atMost(LIMIT);
        indexing.complete().await().atMost(INDEXING_LIMIT);
    }

    /** The printable username. */
    static String name(User user) {
        return PrintableText.text(user.username());
    }

    private User find(String userKey) {
        try {
            return lookup.find(userKey).await().atMost(LIMIT);
        } catch (ProblemException failure) {
            if (!ProblemType.USER_NOT_FOUND.matches(failure)) {
                throw failure;
            }
            throw new CommandFailure("No user has this name, e-mail address or id: " + PrintableText.text(userKey));
        }
    }
}
