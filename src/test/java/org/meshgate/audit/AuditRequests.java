package org.meshgate.audit;

import static org.meshgate.testing.Api.USERS;
import static org.meshgate.testing.Api.as;

import java.util.List;
import java.util.Map;
import org.meshgate.testing.Api.Account;

/** What administrators ask of the audit. */
final class AuditRequests {

    static final String AUDIT = USERS + "/admin/audit";

    private AuditRequests() {}

    /** The entries that a query finds. */
    static List<Map<String, Object>> entries(Account admin, String query) {
        return as(admin).get(AUDIT + query).then().statusCode(200).extract().path("entries");
    }
}
