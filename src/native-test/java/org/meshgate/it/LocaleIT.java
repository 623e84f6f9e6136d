package org.meshgate.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program where the locale has other digits (Arabic) and other letters (Turkish) than machines understand. */
@DisabledIf(value = "isNative", disabledReason = "options of the JVM, and a Redis that the JVM program brings")
class LocaleIT {

    private static final RestAssuredConfig AS_WRITTEN = RestAssuredConfig.config()
            .encoderConfig(EncoderConfig.encoderConfig()
                    .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                    .encodeContentTypeAs("APPLICATION/JSON", ContentType.TEXT));

    @TempDir
    Path directory;

    static boolean isNative() {
        return Meshgate.isNative();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Duser.language=ar -Duser.country=SA", "-Duser.language=tr -Duser.country=TR"})
    void itStartsAndAnswersAsAnywhere(String options) {
        try (Meshgate meshgate =
                Meshgate.serve(directory, Map.of("JDK_JAVA_OPTIONS", options, "P3D_SERVER__LOG_FORMAT", "json"))) {
            // When a client writes the media type in capitals
            String token = given().config(AS_WRITTEN)
                    .baseUri(meshgate.url())
                    .header("Content-Type", "APPLICATION/JSON")
                    .body("{\"username\":\"ISIK\",\"email\":\"ISIK@EXAMPLE.COM\",\"password\":\"long enough\"}")
                    .post("/api/v1/users/register")
                    .then()
                    .statusCode(200)
                    .extract()
                    .path("token");
            // Then the account is found without regard to case, by the rules of no language
            given().baseUri(meshgate.url())
                    .contentType("application/json")
                    .body(Map.of("username", "isik@example.com", "password", "long enough"))
                    .post("/api/v1/users/login")
                    .then()
                    .statusCode(200);
            assertThat(StartIT.profile(meshgate, token)).isEqualTo(200);
            // And logs for machines have digits that they read
            assertThat(meshgate.output()).doesNotContainPattern("[\\u0660-\\u0669\\u06F0-\\u06F9]");
        }
    }
}
