package org.meshgate.cli.users;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.quarkus.runtime.QuarkusApplication;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import org.meshgate.accounts.admin.UserSearch;
import org.meshgate.accounts.admin.UserSearch.Query;
import org.meshgate.accounts.admin.UserSearch.SearchPage;
import org.meshgate.accounts.dto.PublicUser;
import org.meshgate.caller.Role;
import org.meshgate.cli.support.CommandFailure;
import org.meshgate.cli.support.PrintableText;
import org.meshgate.identity.user.User;
import org.meshgate.problem.ProblemException;
import org.meshgate.redis.UnknownSchemaException;

/** Lists users page by page, with Quarkus started but no open port. */
public class ListUsersApplication implements QuarkusApplication {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int PAGE_SIZE = 200;
    private static final String ROW_FORMAT = "%-21s  %-5s  %-8s  %-20s  %s%s";
    private static final String EMPTY = "";

    private final UserCommandSupport acts;
    private final UserSearch search;
    private final ObjectWriter json;

    ListUsersApplication(UserCommandSupport acts, UserSearch search, ObjectMapper mapper) {
        this.acts = acts;
        this.search = search;
        this.json = mapper.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature());
    }

    /**
     * The query of the command.
     *
     * @param beginning a prefix of the username or e-mail address
     * @param limit the maximum number of users; empty for all
     * @param json whether to print one JSON object per line instead of a table
     */
    public record Request(
            Optional<String> beginning,
            Optional<Role> role,
            Optional<Boolean> active,
            Optional<Long> limit,
            boolean json) {

        /** Encodes the query as arguments of the application. */
        public String[] words() {
            return new String[] {
                beginning.orElse(EMPTY),
                role.map(Role::wireName).orElse(EMPTY),
                active.map(String::valueOf).orElse(EMPTY),
                limit.map(String::valueOf).orElse(EMPTY),
                Boolean.toString(json)
            };
        }

        public static Request of(String... words) {
            return new Request(
                    given(words[0]),
                    given(words[1]).map(Role::fromWireName),
                    given(words[2]).map(Boolean::valueOf),
                    given(words[3]).map(Long::valueOf),
                    Boolean.parseBoolean(words[4]));
        }

        private static Optional<String> given(String word) {
            return Optional.of(word).filter(text -> !text.isEmpty());
        }
    }

    /** @param arguments of {@link Request#words()} */
    @Override
    public int run(String... arguments) {
        try {
            acts.prepare();
            list(Request.of(arguments));
            return 0;
        } catch (ProblemException | UnknownSchemaException refused) {
            System.err.println(CommandFailure.line(refused));
            return 1;
        }
    }

    private void list(Request request) {
        if (!request.json()) {
            System.out.println(row("USER_ID", "ROLE", "STATE", "CREATED", "USERNAME", "  E-MAIL"));
        }
        Query query = new Query(request.beginning(), request.role(), request.active());
        long left = request.limit().orElse(Long.MAX_VALUE);
        long printed = 0;
        Optional<String> cursor = Optional.empty();
        do {
            SearchPage page = search.find(query, 0, (int) Math.min(PAGE_SIZE, left), cursor)
                    .await()
                    .atMost(LIMIT);
            page.users().forEach(user -> System.out.println(request.json() ? object(user) : row(user)));
            printed += page.users().size();
            left -= page.users().size();
            cursor = page.nextCursor();
            // an output error means that the reader has closed the pipe, as "| head" does
        } while (cursor.isPresent() && left > 0 && !System.out.checkError());
        if (!request.json()) {
            System.err.println(printed
                    + (printed == 1 ? " user" : " users")
                    + (cursor.isPresent() ? ", and there may be more." : "."));
        }
    }

    private String object(User user) {
        try {
            return json.writeValueAsString(PublicUser.of(user));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a user record is always JSON", e);
        }
    }

    private static String row(User user) {
        return row(
                user.id(),
                user.role().wireName(),
                user.active() ? "active" : "disabled",
                user.created()
                        .map(time -> time.truncatedTo(ChronoUnit.SECONDS).toString())
                        .orElse("-"),
                user.username(),
                user.email().isEmpty() ? EMPTY : "  " + user.email());
    }

    private static String row(String id, String role, String state, String created, String name, String email) {
        return String.format(
                Locale.ROOT, ROW_FORMAT, id, role, state, created, PrintableText.text(name), PrintableText.text(email));
    }
}
