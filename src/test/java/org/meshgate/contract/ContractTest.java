package org.meshgate.contract;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meshgate.testing.RedisResource;

/** What clients of 3DAIGC-API read is there: its recorded answers, each against ours in the same situation. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class ContractTest {

    @Inject
    Situations situations;

    static List<RecordedCase> cases() {
        return RecordedCase.all("auth");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void clientsFindWhatTheyRead(RecordedCase recorded) throws IOException {
        check(recorded, situations);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whatNeededNoTokenNeedsNoneUnlessItIsOnTheList(RecordedCase recorded) {
        if (!recorded.withToken()) {
            int status = given().request(recorded.method(), recorded.path().replace("{id}", "x"))
                    .statusCode();
            assertThat(status == 401).isEqualTo(Difference.needsATokenNow(recorded.name()));
        }
    }

    static void check(RecordedCase recorded, Situations situations) throws IOException {
        // Given
        Situations.Prepared prepared = situations.prepare(recorded.name());
        // When
        Response response = prepared.request()
                .urlEncodingEnabled(false)
                .request(
                        recorded.method(),
                        recorded.path().replace("{id}", prepared.id()).replace("{prefix}", prepared.id()));
        // Then
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(recorded.status());
        assertThat(Comparison.complaints(recorded, Shape.of(new ObjectMapper().readTree(response.asString()))))
                .as(response.asString())
                .isEmpty();
    }
}
