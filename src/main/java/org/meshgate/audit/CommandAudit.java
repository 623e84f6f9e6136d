package org.meshgate.audit;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.meshgate.problem.ProblemException;

/**
 * Records commands as user {@code cli}, with the name of the operating system's user ({@code os_user}) if available.
 * One entry per command or refused command. Never fails.
 */
@ApplicationScoped
public class CommandAudit {

    private static final int SERVER_FAILURE = 500;
    private static final Pattern OS_USER = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final AuditLog log;

    CommandAudit(AuditLog log) {
        this.log = log;
    }

    /**
     * Records a successful command.
     *
     * @param target id of the affected object; empty if there is none
     * @param details numbers, ids or fixed words; never free text
     */
    public Uni<Void> done(AuditAction action, String target, Map<String, String> details) {
        return log.write(entry(action, AuditEntry.SUCCESS, target, details));
    }

    /** Records a refused command. Server errors are not recorded: the terminal shows them, and Redis may be down. */
    public Uni<Void> refused(AuditAction action, String target, ProblemException refusal) {
        return refusal.type().status() >= SERVER_FAILURE
                ? Uni.createFrom().voidItem()
                : log.write(entry(action, refusal.type().name(), target, Map.of()));
    }

    private static AuditEntry entry(AuditAction action, String outcome, String target, Map<String, String> details) {
        Map<String, String> all = new LinkedHashMap<>(details);
        String user = System.getProperty("user.name", "");
        if (OS_USER.matcher(user).matches()) {
            all.put("os_user", user);
        }
        return new AuditEntry(action, outcome, AuditOrigin.COMMAND_LINE, target, all);
    }
}
