package org.meshgate.cli.users;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import org.meshgate.accounts.admin.UserSearch;
import org.meshgate.accounts.admin.UserSearch.Query;
import org.meshgate.accounts.admin.UserSearch.SearchPage;
import org.meshgate.accounts.dto.PublicUser;
import org.meshgate.cli.support.BeanLookup;
import org.meshgate.cli.support.OneShotCommand;
import org.meshgate.cli.support.PrintableText;
import org.meshgate.identity.user.User;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code meshgate list-users}: lists users. Works beside a running server. */
@Command(
        name = "list-users",
        description = "Lists users, newest first, or those whose name or address begins with a text.",
        footer = {
            "",
            "Standard output has the list, all else goes to standard error.",
            "Exit code 0: done, also when no user matches; 1: refused; 2: wrong usage."
        })
public class ListUsersCommand extends OneShotCommand {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int PAGE_SIZE = 200;
    private static final String ROW_FORMAT = "%-21s  %-5s  %-7s  %-8s  %-20s  %s%s";

    @Option(
            names = "--search",
            paramLabel = "TEXT",
            description = "The beginning of a username or e-mail address, in any case; then in their order.")
    private String search;

    @Option(names = "--role", paramLabel = "ROLE", description = "Only those with this role: USER or ADMIN.")
    private String role;

    @Option(
            names = "--active",
            paramLabel = "BOOL",
            description = "true: only those who may log in; false: only those who are disabled.")
    private String active;

    @Option(names = "--limit", paramLabel = "N", description = "So many at most; without it all.")
    private Long limit;

    @Option(names = "--json", description = "One JSON object a line, for scripts.")
    private boolean json;

    private Query query;

    /** For picocli. */
    public ListUsersCommand() {}

    @Override
    public void validate() {
        if (search != null && search.isEmpty()) {
            throw usageError("--search must not be empty");
        }
        if (limit != null && limit < 1) {
            throw usageError("--limit must be 1 or more");
        }
        query = new Query(
                Optional.ofNullable(search),
                Optional.ofNullable(role).map(word -> RoleConverter.parse(word)
                        .orElseThrow(() -> usageError("--role must be USER or ADMIN"))),
                Optional.ofNullable(active).map(this::flag));
    }

    private boolean flag(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw usageError("--active must be true or false");
        };
    }

    @Override
    public int run(BeanLookup beans) {
        beans.get(UserCommandSupport.class).prepare();
        UserSearch users = beans.get(UserSearch.class);
        ObjectWriter writer =
                beans.get(ObjectMapper.class).writer().with(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature());
        if (!json) {
            System.out.println(row("USER_ID", "ROLE", "KIND", "STATE", "CREATED", "USERNAME", "  E-MAIL"));
        }
        long left = limit == null ? Long.MAX_VALUE : limit;
        long printed = 0;
        Optional<String> cursor = Optional.empty();
        do {
            SearchPage page = users.find(query, 0, (int) Math.min(PAGE_SIZE, left), cursor)
                    .await()
                    .atMost(LIMIT);
            page.users().forEach(user -> System.out.println(json ? object(writer, user) : row(user)));
            printed += page.users().size();
            left -= page.users().size();
            cursor = page.nextCursor();
            // an output error means that the reader has closed the pipe, as "| head" does
        } while (cursor.isPresent() && left > 0 && !System.out.checkError());
        if (!json) {
            System.err.println(printed
                    + (printed == 1 ? " user" : " users")
                    + (cursor.isPresent() ? ", and there may be more." : "."));
        }
        return 0;
    }

    private static String object(ObjectWriter writer, User user) {
        try {
            return writer.writeValueAsString(PublicUser.of(user));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a user record is always JSON", e);
        }
    }

    private static String row(User user) {
        return row(
                user.id(),
                user.role().jsonName(),
                user.kind().jsonName(),
                user.active() ? "active" : "disabled",
                user.created()
                        .map(time -> time.truncatedTo(ChronoUnit.SECONDS).toString())
                        .orElse("-"),
                user.username(),
                user.email().isEmpty() ? "" : "  " + user.email());
    }

    private static String row(
            String id, String role, String kind, String state, String created, String name, String email) {
        return String.format(
                Locale.ROOT,
                ROW_FORMAT,
                id,
                role,
                kind,
                state,
                created,
                PrintableText.text(name),
                PrintableText.text(email));
    }
}
