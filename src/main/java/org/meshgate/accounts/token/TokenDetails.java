package org.meshgate.accounts.token;

import org.meshgate.audit.AuditEntryBuilder;
import org.meshgate.caller.Role;
import org.meshgate.identity.token.ApiToken;

/** What the audit tells of a new token. */
public final class TokenDetails {

    private TokenDetails() {}

    /** @param role of the owner */
    public static void add(AuditEntryBuilder entry, ApiToken token, Role role) {
        entry.detail("scopes", token.scopes(role).toString());
        token.budget()
                .ifPresent(budget -> entry.detail("gpu_seconds_per_day", Integer.toString(budget.gpuSecondsPerDay()))
                        .detail("gpu_seconds_per_month", Integer.toString(budget.gpuSecondsPerMonth())));
    }
}
