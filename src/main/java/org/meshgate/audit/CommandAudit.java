package org.meshgate.audit;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.meshgate.problem.ProblemException;

/**
 * Records what is done on the command line: by {@code cli}, with the name of the system's user ({@code os_user}) where the
 * system tells it. One line for each command and each refusal of it. Never fails.
 */
@ApplicationScoped
public class CommandAudit {

    private static final int SERVER_FAILURE = 500;
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final AuditLog log;

    CommandAudit(AuditLog log) {
        this.log = log;
    }

    /**
     * Something was done.
     *
     * @param target the id of whom or what it was done to; empty when there is none
     * @param details numbers, ids or one of a few words; nothing that somebody typed
     */
    public Uni<Void> done(AuditAction action, String target, Map<String, String> details) {
        return log.write(entry(action, AuditEntry.SUCCESS, target, details));
    }

    /** Something was refused. Failures of the server are not written: they are told on the terminal, and Redis may be away. */
    public Uni<Void> refused(AuditAction action, String target, ProblemException refusal) {
        return refusal.type().status() >= SERVER_FAILURE
                ? Uni.createFrom().voidItem()
                : log.write(entry(action, refusal.type().name(), target, Map.of()));
    }

    private static AuditEntry entry(AuditAction action, String outcome, String target, Map<String, String> details) {
        Map<String, String> all = new LinkedHashMap<>(details);
        String user = System.getProperty("user.name", "");
        if (HARMLESS.matcher(user).matches()) {
            all.put("os_user", user);
        }
        return new AuditEntry(action, outcome, AuditOrigin.COMMAND_LINE, target, all);
    }
}
