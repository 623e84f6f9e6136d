package org.meshgate.testing;

import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import org.meshgate.testing.Api.Account;

/** Everybody who may stand at the door. */
@ApplicationScoped
public class Callers {

    private final Accounts accounts;
    private final TestClock clock;

    Callers(Accounts accounts, TestClock clock) {
        this.accounts = accounts;
        this.clock = clock;
    }

    /**
     * Who calls.
     *
     * @param userId empty for one who is nobody
     * @param refusal the code of the problem that each of their requests gets, or empty for a valid caller
     * @param tokenHasExpired whether it has by the time of the call
     */
    public record Caller(
            String name, String userId, String token, String refusal, boolean admin, boolean tokenHasExpired) {

        public boolean isValid() {
            return refusal.isEmpty();
        }

        public RequestSpecification request() {
            return token.isEmpty() ? RestAssured.given() : Api.as(token);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    public Caller anonymous() {
        return refused("anonymous", "", "TOKEN_REQUIRED");
    }

    public Caller withGarbage() {
        return refused("garbage token", "garbage", "INVALID_TOKEN");
    }

    public Caller withUnknownToken() {
        return refused("unknown token", Api.UNKNOWN_TOKEN, "INVALID_TOKEN");
    }

    public Caller withRevokedToken(Account owner) {
        String token = Api.createToken(owner, "revoked");
        Api.as(owner).delete(Api.TOKENS + "/" + token).then().statusCode(200);
        return refused("owner's revoked token", token, "INVALID_TOKEN");
    }

    public Caller withExpiredToken(Account owner) {
        String token = Api.as(owner)
                .contentType("application/json")
                .body(Map.of("token_name", "day", "expires_in_days", 1))
                .post(Api.TOKENS)
                .then()
                .statusCode(200)
                .extract()
                .path("token");
        return new Caller("owner's expired token", "", token, "TOKEN_EXPIRED", false, true);
    }

    public Caller deleted(Account account, Account admin) {
        Api.as(admin).delete(Api.ADMIN_USERS + "/" + account.userId()).then().statusCode(200);
        return refused("deleted user's token", account.token(), "INVALID_TOKEN");
    }

    public Caller disabled(Account account, Account admin) {
        Api.as(admin)
                .contentType("application/json")
                .body("{\"is_active\":false}")
                .patch(Api.ADMIN_USERS + "/" + account.userId())
                .then()
                .statusCode(200);
        return refused("disabled user's token", account.token(), "INVALID_TOKEN");
    }

    public Caller user(String name, Account account) {
        return new Caller(name, account.userId(), account.token(), "", false, false);
    }

    public Caller admin(Account account) {
        return new Caller("admin", account.userId(), account.token(), "", true, false);
    }

    public Account newAdmin() {
        return accounts.createAdmin();
    }

    /** What the caller does happens at a time when an expired token has expired. */
    public <T> T at(Caller caller, java.util.function.Function<RequestSpecification, T> call) {
        if (!caller.tokenHasExpired()) {
            return call.apply(caller.request());
        }
        clock.advance(Duration.ofDays(1).plusSeconds(1));
        try {
            return call.apply(caller.request());
        } finally {
            clock.reset();
        }
    }

    private static Caller refused(String name, String token, String refusal) {
        return new Caller(name, "", token, refusal, false, false);
    }
}
