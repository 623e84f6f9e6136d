package org.meshgate.accounts;

import static org.meshgate.testing.Api.SERVICE_ACCOUNTS;
import static org.meshgate.testing.Api.as;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.List;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;

/** What administrators ask for service accounts. */
final class ServiceAccountRequests {

    static final String VERIFY = "/api/v1/auth/verify";

    private ServiceAccountRequests() {}

    static Account service(Account admin, String... scopes) {
        return Api.createServiceAccount(admin, List.of(scopes));
    }

    static Response create(Account admin, String body) {
        return as(admin).contentType(ContentType.JSON).body(body).post(SERVICE_ACCOUNTS);
    }

    static Response furtherToken(Account admin, Account service, String body) {
        return as(admin)
                .contentType(ContentType.JSON)
                .body(body)
                .post(SERVICE_ACCOUNTS + "/" + service.userId() + "/tokens");
    }
}
