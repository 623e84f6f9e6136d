package org.meshgate.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The Compose file and the unit of systemd: as few rights as the pods have, and no secret in their text. */
class ComposeAndUnitTest {

    private final Node compose = DeployFiles.document(DeployFiles.ROOT.resolve("compose.yaml"));
    private final Map<String, List<String>> unit = DeployFiles.text(
                    DeployFiles.ROOT.resolve("systemd/meshgate.service"))
            .lines()
            .filter(line -> line.matches("[A-Za-z]+=.*"))
            .map(line -> line.split("=", 2))
            .collect(Collectors.groupingBy(pair -> pair[0], Collectors.mapping(pair -> pair[1], Collectors.toList())));

    @Test
    void containersOfComposeAreWithoutRights() {
        for (String name : List.of("meshgate", "redis")) {
            Node service = compose.at("services", name);
            assertThat(service.at("read_only").text()).as(name).isEqualTo("true");
            assertThat(service.at("cap_drop").items()).extracting(Node::text).containsExactly("ALL");
            assertThat(service.at("security_opt").items())
                    .extracting(Node::text)
                    .containsExactly("no-new-privileges:true");
            assertThat(service.at("image").text()).matches(".+:[\\w.-]+").doesNotEndWith(":latest");
        }
        assertThat(compose.at("services").members().keySet()).hasSize(2);
    }

    @Test
    void composePublishesTheApiAlone() {
        assertThat(compose.at("services", "meshgate", "ports").items())
                .extracting(Node::text)
                .containsExactly("7842:7842");
        assertThat(compose.at("services", "redis", "ports").exists()).isFalse();
    }

    @Test
    void passwordsOfComposeComeFromOutside() {
        assertThat(compose.at("services", "redis", "environment", "REDIS_PASSWORD")
                        .text())
                .startsWith("${REDIS_PASSWORD:?");
        assertThat(compose.at("services", "meshgate", "environment", "P3D_REDIS_URL")
                        .text())
                .startsWith("redis://:${REDIS_PASSWORD:?")
                .endsWith("}@redis:6379");
    }

    @Test
    void theUnitMayLittle() {
        assertThat(Stream.of(
                        "NoNewPrivileges",
                        "ProtectHome",
                        "PrivateTmp",
                        "PrivateDevices",
                        "ProtectClock",
                        "ProtectControlGroups",
                        "ProtectHostname",
                        "ProtectKernelLogs",
                        "ProtectKernelModules",
                        "ProtectKernelTunables",
                        "RestrictNamespaces",
                        "RestrictRealtime",
                        "RestrictSUIDSGID",
                        "LockPersonality",
                        "MemoryDenyWriteExecute"))
                .allSatisfy(name -> assertThat(unit.get(name)).as(name).containsExactly("yes"));
        assertThat(unit.get("ProtectSystem")).containsExactly("strict");
        assertThat(unit.get("CapabilityBoundingSet")).containsExactly("");
        assertThat(unit.get("User")).containsExactly("meshgate");
        assertThat(unit.get("Restart")).containsExactly("on-failure");
    }

    @Test
    void theUnitWritesIntoTheFoldersThatItNames() {
        List<String> named = unit.get("Environment").stream()
                .flatMap(line -> Arrays.stream(line.split(" ")))
                .filter(variable -> variable.startsWith("P3D_STORAGE__"))
                .map(variable -> variable.replaceFirst(".*=", ""))
                .toList();
        assertThat(named).hasSize(2);
        assertThat(unit.get("ReadWritePaths")).containsExactly(String.join(" ", named));
        assertThat(unit.get("WorkingDirectory"))
                .containsExactly("/var/lib/" + unit.get("StateDirectory").get(0));
    }

    @Test
    void theUnitHandsSecretsOverAsACredential() {
        String credential = unit.get("LoadCredential").get(0).replaceFirst(":.*", "");
        assertThat(unit.get("ExecStart")).containsExactly("/usr/local/bin/meshgate serve --config %d/" + credential);
        assertThat(unit.get("Environment")).noneMatch(line -> line.contains("REDIS_URL") || line.contains("SECRET"));
        assertThat(DeployFiles.text(DeployFiles.ROOT.resolve("systemd/meshgate.sysusers")))
                .contains("\nu " + unit.get("User").get(0) + " ");
    }
}
