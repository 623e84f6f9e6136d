package org.meshgate.files.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.files.UploadSamples;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;

/** What becomes of a user's uploads. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class JobUploadsOfDeletedUsersTest {

    private static final String ROOT = "/api/v1/file-upload";

    @Inject
    Accounts accounts;

    @Inject
    RedisView redis;

    private Account alice;

    @BeforeEach
    void register() {
        alice = Api.register();
    }

    private static String image(Account account) {
        return as(account)
                .multiPart("file", "cat.png", UploadSamples.png(16, 16))
                .post(ROOT + "/image")
                .then()
                .statusCode(200)
                .extract()
                .path("file_id");
    }

    @Test
    void uploadsOfADeletedUserGoWithTheJobsWhenThatIsAskedFor() throws IOException {
        Account admin = accounts.createAdmin();
        Account bob = Api.register();
        // Given more uploads than one step takes, one of which has expired in Redis but not on the disk
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 103; i++) {
            ids.add(image(alice));
        }
        redis.send(Command.DEL, "3daigc:file:" + ids.get(0));
        String foreign = image(bob);
        Path kept = path(foreign);
        List<Path> paths = new ArrayList<>();
        for (String id : ids.subList(1, ids.size())) {
            paths.add(path(id));
        }
        assertThat(paths).allMatch(Files::exists);
        // When
        as(admin)
                .delete(Api.ADMIN_USERS + "/" + alice.userId() + "?jobs=delete")
                .then()
                .statusCode(200);
        // Then nothing of them is left
        assertThat(paths).noneMatch(Files::exists);
        assertThat(redis.dump()).doesNotContain(alice.userId()).doesNotContain(ids);
        // And nobody else's is touched
        assertThat(kept).exists();
        as(bob).get(ROOT + "/metadata/" + foreign).then().statusCode(200).body("is_available", equalTo(true));
    }

    @Test
    void uploadsOfADeletedUserAreKeptForAdministratorsOtherwise() {
        Account admin = accounts.createAdmin();
        String id = image(alice);
        // When
        as(admin).delete(Api.ADMIN_USERS + "/" + alice.userId()).then().statusCode(200);
        // Then
        as(admin).get(ROOT + "/metadata/" + id).then().statusCode(200).body("is_available", equalTo(true));
        assertProblem(
                as(Api.register(alice.username())).get(ROOT + "/metadata/" + id),
                403,
                "FILE_ACCESS_DENIED",
                "Access denied to this file");
    }

    private Path path(String id) throws IOException {
        return Path.of(new ObjectMapper()
                .readTree(redis.get("file:" + id))
                .path("file_path")
                .asText());
    }
}
