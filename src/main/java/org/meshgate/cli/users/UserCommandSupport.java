package org.meshgate.cli.users;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.meshgate.accounts.admin.UserLookup;
import org.meshgate.accounts.validation.BlocklistException;
import org.meshgate.audit.AuditAction;
import org.meshgate.audit.CommandAudit;
import org.meshgate.cli.support.CommandFailure;
import org.meshgate.cli.support.PrintableText;
import org.meshgate.identity.index.UserIndexer;
import org.meshgate.identity.user.User;
import org.meshgate.problem.ProblemException;
import org.meshgate.problem.UserNotFoundException;
import org.meshgate.redis.SchemaVersion;
import org.meshgate.redis.UnknownSchemaException;

/** What commands about one user share: whom it is about, the audit, and what is told afterwards. */
@ApplicationScoped
class UserCommandSupport {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** Over data of 3DAIGC-API all accounts are gone through first. */
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
     * What is told when it is done.
     *
     * @param name of the result on standard output
     * @param value of the result
     * @param sentence on standard error, for people
     */
    record Told(String name, String value, String sentence) {}

    /**
     * Does something to a user, as an exit code.
     *
     * @param who an id, a name or an e-mail address
     * @param details for the audit, known before
     * @param counted the name of a detail that the result is, or empty
     */
    <T> int act(
            String who,
            AuditAction action,
            Map<String, String> details,
            String counted,
            Function<User, Uni<T>> work,
            BiFunction<User, T, Told> done) {
        try {
            prepare();
            User user = find(who);
            // every command to Redis has its deadline; the whole takes as long as the user has tokens
            T result = work.apply(user)
                    .call(value -> audit.done(action, user.id(), withCount(details, counted, value)))
                    .onFailure(ProblemException.class)
                    .call(refusal -> audit.refused(action, user.id(), refusal))
                    .await()
                    .indefinitely();
            Told told = done.apply(user, result);
            System.out.println("user_id: " + user.id());
            System.out.println(told.name() + ": " + told.value());
            System.out.flush();
            System.err.println(told.sentence());
            return 0;
        } catch (ProblemException | UnknownSchemaException | BlocklistException | CommandFailure refused) {
            System.err.println(CommandFailure.line(refused));
            return 1;
        }
    }

    private static Map<String, String> withCount(Map<String, String> details, String counted, Object value) {
        Map<String, String> all = new LinkedHashMap<>(details);
        if (!counted.isEmpty()) {
            all.put(counted, String.valueOf(value));
        }
        return all;
    }

    /** Makes sure that the data is ours and that all accounts are in the indexes. */
    void prepare() {
        schema.require().await().atMost(LIMIT);
        indexing.complete().await().atMost(INDEXING_LIMIT);
    }

    /** A user's name, for people. */
    static String name(User user) {
        return PrintableText.text(user.username());
    }

    private User find(String who) {
        try {
            return lookup.find(who).await().atMost(LIMIT);
        } catch (UserNotFoundException nobody) {
            throw new CommandFailure("No user has this name, e-mail address or id: " + PrintableText.text(who));
        }
    }
}
