package org.meshgate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meshgate.testing.Api.unique;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.meshgate.caller.Role;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;

/** {@code list-users} over accounts of this program and of 3DAIGC-API. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class ListUsersTest {

    @Inject
    Accounts accounts;

    @Inject
    RedisView redis;

    @Test
    void aTableForPeople() {
        // Given
        String name = unique("table-");
        Account user = Api.register(name);
        // When
        Captured table = list(Optional.of(name), Optional.empty(), Optional.empty(), Optional.empty(), false);
        // Then
        assertThat(table.exitCode()).isZero();
        assertThat(table.lines()).hasSize(2);
        assertThat(table.lines().get(0))
                .isEqualTo("USER_ID                ROLE   KIND     STATE     CREATED               USERNAME  E-MAIL");
        assertThat(table.lines().get(1))
                .matches(user.userId() + "  user   person   active    \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ  "
                        + name + "  " + name + "@example.com");
        assertThat(table.err()).isEqualTo("1 user.\n");
    }

    @Test
    void jsonLinesForScripts() throws Exception {
        // Given
        String name = unique("json-");
        Account user = Api.register(name);
        // When
        Captured lines =
                list(Optional.of(name.toUpperCase()), Optional.empty(), Optional.empty(), Optional.empty(), true);
        // Then
        assertThat(lines.err()).isEmpty();
        JsonNode object = new ObjectMapper().readTree(lines.out());
        assertThat(object.path("user_id").asText()).isEqualTo(user.userId());
        assertThat(object.path("email").asText()).isEqualTo(user.email());
        assertThat(object.path("role").asText()).isEqualTo("user");
        assertThat(object.path("is_active").asBoolean()).isTrue();
        assertThat(object.path("created_at").asText()).endsWith("Z");
        assertThat(object.path("kind").asText()).isEqualTo("person");
        assertThat(object.size()).isEqualTo(7);
    }

    @Test
    void filtersByRoleAndActivity() {
        // Given
        Account admin = accounts.createAdmin();
        String beginning = unique("filter-");
        Account user = Api.register(beginning + "-a");
        Account disabled = Api.register(beginning + "-b");
        Api.as(admin)
                .contentType("application/json")
                .body("{\"is_active\": false}")
                .patch(Api.ADMIN_USERS + "/" + disabled.userId())
                .then()
                .statusCode(200);
        // Then
        assertThat(ids(beginning, Optional.empty(), Optional.of(true))).containsExactly(user.userId());
        assertThat(ids(beginning, Optional.empty(), Optional.of(false))).containsExactly(disabled.userId());
        assertThat(ids(beginning, Optional.of(Role.ADMIN), Optional.empty())).isEmpty();
        assertThat(ids(admin.username(), Optional.of(Role.ADMIN), Optional.empty()))
                .containsExactly(admin.userId());
        assertThat(list(Optional.of(beginning), Optional.empty(), Optional.empty(), Optional.of(1L), false)
                        .err())
                .isEqualTo("1 user, and there may be more.\n");
    }

    @Test
    void everyUserIsListedOnceAcrossPages() {
        // Given more accounts than a page has, as another program makes them
        String beginning = unique("many-");
        List<String> expected = new ArrayList<>();
        IntStream.range(0, 450).forEach(i -> {
            String id = String.format("user_%016x", (beginning.hashCode() & 0xffffffL) << 16 | i);
            String name = beginning + "-" + String.format("%03d", i);
            redis.set(
                    "user:" + id,
                    "{\"user_id\":\"" + id + "\",\"username\":\"" + name + "\",\"email\":\"" + name
                            + "@example.com\",\"role\":\"user\",\"is_active\":true}");
            redis.send(Command.SADD, "3daigc:users:all", id);
            expected.add(id);
        });
        // Then
        assertThat(ids(beginning, Optional.empty(), Optional.empty())).isEqualTo(expected);
        assertThat(list(Optional.of(beginning), Optional.empty(), Optional.empty(), Optional.of(401L), true)
                        .lines())
                .hasSize(401);
        assertThat(list(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), true)
                        .out())
                .contains(expected);
    }

    @Test
    void aNameOf3daigcSteersNoTerminal() {
        // Given a name that only the old service allowed
        String beginning = unique("evil-");
        String id = String.format("user_%016x", (long) beginning.hashCode() & 0xffffffffL);
        redis.set(
                "user:" + id,
                "{\"user_id\":\"" + id + "\",\"username\":\"" + beginning
                        + "\\u001b[2J\\nx\",\"email\":\"\",\"role\":\"user\",\"is_active\":true}");
        redis.send(Command.SADD, "3daigc:users:all", id);
        // Then
        assertThat(list(Optional.of(beginning), Optional.empty(), Optional.empty(), Optional.empty(), false)
                        .lines())
                .last()
                .asString()
                .isEqualTo(id + "  user   person   active    -                     " + beginning + "?[2J?x");
        assertThat(list(Optional.of(beginning), Optional.empty(), Optional.empty(), Optional.empty(), true)
                        .out())
                .contains("\\u001B[2J\\nx")
                .hasLineCount(1);
    }

    private List<String> ids(String beginning, Optional<Role> role, Optional<Boolean> active) {
        return list(Optional.of(beginning), role, active, Optional.empty(), true).lines().stream()
                .map(line -> line.replaceAll(".*\"user_id\":\"([^\"]*)\".*", "$1"))
                .toList();
    }

    private Captured list(
            Optional<String> beginning,
            Optional<Role> role,
            Optional<Boolean> active,
            Optional<Long> limit,
            boolean json) {
        List<String> words = new ArrayList<>(List.of("list-users"));
        beginning.ifPresent(text -> words.addAll(List.of("--search", text)));
        role.ifPresent(wanted -> words.addAll(List.of("--role", wanted.name())));
        active.ifPresent(wanted -> words.addAll(List.of("--active", wanted.toString())));
        limit.ifPresent(wanted -> words.addAll(List.of("--limit", wanted.toString())));
        if (json) {
            words.add("--json");
        }
        return Captured.of(words.toArray(String[]::new));
    }
}
