package org.meshgate.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pods keep Kubernetes' standard "restricted" and more, and have no secret in their text. */
class PodRulesTest {

    private static final Pattern TAGGED = Pattern.compile(".+(:[\\w.-]+|@sha256:[0-9a-f]{64})");
    private static final Pattern SECRET_NAME =
            Pattern.compile(".*(PASSWORD|SECRET|TOKEN|KEY|REDIS_URL|CREDENTIAL).*", Pattern.CASE_INSENSITIVE);

    /** Settings whose name sounds like a secret. */
    private static final Set<String> NO_SECRETS =
            Set.of("P3D_SECURITY__REFUSE_COMMON_PASSWORDS", "P3D_SECURITY__PASSWORD_HASH_THREADS");

    private static final Set<String> HEALTH = Set.of("/q/health/started", "/q/health/live", "/q/health/ready");

    /** What makes pods, as a whole. */
    static Stream<Manifest> workloads() {
        List<Manifest> found = Kustomization.all().stream()
                .flatMap(kustomization -> kustomization.objects().stream())
                .distinct()
                .filter(object -> object.podTemplate().isPresent())
                .toList();
        assertThat(found)
                .extracting(Manifest::name)
                .containsExactlyInAnyOrder("meshgate", "meshgate-redis", "meshgate-create-admin");
        return found.stream();
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void podsAreWithoutRights(Manifest workload) {
        Node pod = workload.tree().at("spec", "template", "spec");
        assertThat(pod.at("automountServiceAccountToken").text()).isEqualTo("false");
        assertThat(pod.at("enableServiceLinks").text()).isEqualTo("false");
        assertThat(pod.at("securityContext", "runAsNonRoot").text()).isEqualTo("true");
        assertThat(pod.at("securityContext", "runAsUser").text()).matches("[1-9]\\d+");
        assertThat(pod.at("securityContext", "seccompProfile", "type").text()).isEqualTo("RuntimeDefault");
        assertThat(Stream.of("hostNetwork", "hostPID", "hostIPC").map(pod::at)).noneMatch(Node::exists);
        assertThat(pod.at("volumes").items())
                .allMatch(volume -> !volume.at("hostPath").exists());
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void containersAreWithoutRights(Manifest workload) {
        assertThat(workload.containers()).isNotEmpty().allSatisfy(container -> {
            Node context = container.at("securityContext");
            assertThat(context.at("allowPrivilegeEscalation").text()).isEqualTo("false");
            assertThat(context.at("readOnlyRootFilesystem").text()).isEqualTo("true");
            assertThat(context.at("capabilities", "drop").items())
                    .extracting(Node::text)
                    .containsExactly("ALL");
            assertThat(context.at("capabilities", "add").exists()).isFalse();
            assertThat(context.at("privileged").exists()).isFalse();
            assertThat(container.at("resources", "requests", "cpu").exists()).isTrue();
            assertThat(container.at("resources", "requests", "memory").exists()).isTrue();
            assertThat(container.at("resources", "limits", "memory").exists()).isTrue();
        });
    }

    @Test
    void noPatchTakesARuleBack() {
        List<Manifest> patches = Kustomization.all().stream()
                .flatMap(kustomization -> kustomization.changes().stream())
                .toList();
        assertThat(patches).isNotEmpty();
        for (Manifest patch : patches) {
            assertThat(patch.tree()
                            .at("spec", "template", "spec", "securityContext")
                            .exists())
                    .as(patch.toString())
                    .isFalse();
            assertThat(patch.containers())
                    .allMatch(container -> !container.at("securityContext").exists());
        }
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void everyImageHasATag(Manifest workload) {
        assertThat(workload.containers()).allSatisfy(container -> {
            assertThat(container.at("image").text()).matches(TAGGED).doesNotEndWith(":latest");
        });
    }

    @Test
    void noManifestHoldsASecret() {
        assertThat(DeployFiles.manifests()).allSatisfy(manifest -> {
            assertThat(manifest.kind()).isNotEqualTo("Secret");
            assertThat(manifest.tree().at("secretGenerator").exists()).isFalse();
        });
    }

    @Test
    void secretsReachPodsByReferenceOnly() {
        List<Node> variables = DeployFiles.manifests().stream()
                .flatMap(manifest -> manifest.containers().stream())
                .flatMap(container -> container.at("env").items().stream())
                .toList();
        assertThat(variables).isNotEmpty().allSatisfy(variable -> {
            String name = variable.at("name").text();
            if (SECRET_NAME.matcher(name).matches() && !NO_SECRETS.contains(name)) {
                assertThat(variable.at("value").exists()).as(name).isFalse();
                assertThat(variable.at("valueFrom", "secretKeyRef", "name").text())
                        .as(name)
                        .startsWith("meshgate-");
                assertThat(variable.at("valueFrom", "secretKeyRef", "key").text())
                        .as(name)
                        .isNotBlank();
            } else {
                assertThat(variable.at("value").exists()).as(name).isTrue();
            }
        });
    }

    @Test
    void noSecretIsAnArgument() {
        for (Manifest manifest : DeployFiles.manifests()) {
            assertThat(manifest.containers()).allSatisfy(container -> {
                // $(NAME) is put in by Kubernetes, and is then in the list of processes
                assertThat(Stream.concat(
                                        container.at("command").items().stream(), container.at("args").items().stream())
                                .map(Node::text))
                        .noneMatch(argument -> argument.contains("--redis-url")
                                || argument.contains("--password ")
                                || argument.contains("--password=")
                                || argument.matches("(?s).*[^$]\\$\\(\\w+\\).*"));
            });
        }
    }

    @Test
    void theJobGivesThePasswordByStandardInputAndLogsNoToken() {
        Manifest job =
                workloads().filter(it -> it.kind().equals("Job")).findFirst().orElseThrow();
        Node container = job.containers().get(0);
        assertThat(container.at("command").items().get(2).text())
                .isEqualTo("exec meshgate create-admin --username \"$ADMIN_USERNAME\" --email \"$ADMIN_EMAIL\""
                        + " --password-stdin < /run/meshgate-admin/password > /dev/null");
        Node volume = job.tree().at("spec", "template", "spec", "volumes").items().stream()
                .filter(it -> it.at("secret").exists())
                .findFirst()
                .orElseThrow();
        assertThat(volume.at("secret", "secretName").text()).isEqualTo("meshgate-admin");
        assertThat(container.at("volumeMounts").items())
                .anyMatch(mount ->
                        mount.at("name").text().equals(volume.at("name").text())
                                && mount.at("mountPath").text().equals("/run/meshgate-admin"));
    }

    @Test
    void probesAskTheManagementPort() {
        Node meshgate = workloads()
                .filter(it -> it.kind().equals("Deployment"))
                .findFirst()
                .orElseThrow()
                .containers()
                .get(0);
        assertThat(Stream.of("startupProbe", "livenessProbe", "readinessProbe")
                        .map(probe -> meshgate.at(probe, "httpGet")))
                .allSatisfy(probe -> {
                    assertThat(probe.at("port").text()).isEqualTo("management");
                    assertThat(probe.at("path").text()).isIn(HEALTH);
                })
                .extracting(probe -> probe.at("path").text())
                .doesNotHaveDuplicates();
        assertThat(meshgate.at("ports").items())
                .extracting(port ->
                        port.at("name").text() + " " + port.at("containerPort").text())
                .containsExactlyInAnyOrder("http 7842", "management 9000");
    }
}
