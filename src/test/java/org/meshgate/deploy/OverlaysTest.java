package org.meshgate.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The objects of an overlay fit each other, and what each overlay promises is in it. */
class OverlaysTest {

    private static final Kustomization DEV = Kustomization.in(DeployFiles.KUBERNETES.resolve("overlays/dev"));
    private static final Kustomization PRODUCTION = Kustomization.in(DeployFiles.PRODUCTION);

    static Stream<Kustomization> overlays() {
        return Stream.of(DEV, PRODUCTION);
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void everySelectorFindsPods(Kustomization overlay) {
        List<Map<Object, Object>> labels = overlay.objects().stream()
                .flatMap(object -> object.podTemplate().stream())
                .map(template -> template.at("metadata", "labels").members())
                .toList();
        List<Node> selectors = overlay.objects().stream()
                .filter(object -> !object.kind().equals("ServiceMonitor"))
                .flatMap(object -> Stream.of(
                        object.tree().at("spec", "selector", "matchLabels"),
                        object.tree().at("spec", "podSelector", "matchLabels"),
                        object.kind().equals("Service") ? object.tree().at("spec", "selector") : Node.root("", null)))
                .filter(Node::exists)
                .toList();
        assertThat(selectors).isNotEmpty().allSatisfy(selector -> assertThat(labels)
                .as(selector.place())
                .anyMatch(of -> of.entrySet().containsAll(selector.members().entrySet())));
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void everyServiceLeadsToAPortThatIsThere(Kustomization overlay) {
        List<String> ports = overlay.objects().stream()
                .flatMap(object -> object.containers().stream())
                .flatMap(container -> container.at("ports").items().stream())
                .map(port -> port.at("name").text())
                .toList();
        assertThat(of(overlay, "Service"))
                .isNotEmpty()
                .flatExtracting(service -> service.tree().at("spec", "ports").items())
                .allSatisfy(port -> assertThat(port.at("targetPort").text()).isIn(ports));
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void everyPodHasAnAccountThatIsThereAndHasNoToken(Kustomization overlay) {
        List<Manifest> accounts = of(overlay, "ServiceAccount");
        assertThat(accounts).allSatisfy(account -> assertThat(
                        account.tree().at("automountServiceAccountToken").text())
                .isEqualTo("false"));
        assertThat(overlay.objects().stream().filter(it -> it.podTemplate().isPresent()))
                .isNotEmpty()
                .allSatisfy(workload -> assertThat(accounts)
                        .extracting(Manifest::name)
                        .contains(workload.tree()
                                .at("spec", "template", "spec", "serviceAccountName")
                                .text()));
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void theApiIsTheOnlyPortOfTheServiceOfTheApi(Kustomization overlay) {
        Manifest service = one(overlay, "Service", "meshgate");
        assertThat(service.tree().at("spec", "ports").items())
                .extracting(port -> port.at("targetPort").text())
                .containsExactly("http");
    }

    @Test
    void anUpdateTakesNothingAwayBeforeTheNewIsThere() {
        Node spec = one(PRODUCTION, "Deployment", "meshgate").tree().at("spec");
        assertThat(spec.at("strategy", "type").text()).isEqualTo("RollingUpdate");
        assertThat(spec.at("strategy", "rollingUpdate", "maxUnavailable").text())
                .isEqualTo("0");
        assertThat(spec.at("strategy", "rollingUpdate", "maxSurge").text()).isEqualTo("1");
        Node pod = spec.at("template", "spec");
        String pause = pod.at("containers")
                .items()
                .get(0)
                .at("lifecycle", "preStop", "sleep", "seconds")
                .text();
        String grace = pod.at("terminationGracePeriodSeconds").text();
        assertThat(Integer.parseInt(pause)).isBetween(1, Integer.parseInt(grace) - 10);
    }

    @Test
    void inServiceThereAreTwoReplicasAndTheAutoscalerIsNotOverruled() {
        Node scaling =
                one(PRODUCTION, "HorizontalPodAutoscaler", "meshgate").tree().at("spec");
        assertThat(scaling.at("minReplicas").text()).isEqualTo("2");
        assertThat(Integer.parseInt(scaling.at("maxReplicas").text())).isGreaterThan(2);
        assertThat(scaling.at("scaleTargetRef", "kind").text()).isEqualTo("Deployment");
        assertThat(scaling.at("scaleTargetRef", "name").text()).isEqualTo("meshgate");
        assertThat(Stream.concat(PRODUCTION.objects().stream(), PRODUCTION.changes().stream())
                        .filter(object -> object.kind().equals("Deployment")))
                .isNotEmpty()
                .allMatch(object -> !object.tree().at("spec", "replicas").exists());
    }

    @Test
    void inServiceOneReplicaAtATimeIsTakenAway() {
        Node budget = one(PRODUCTION, "PodDisruptionBudget", "meshgate").tree().at("spec");
        assertThat(budget.at("maxUnavailable").text()).isEqualTo("1");
    }

    @Test
    void inServiceTheNetworkLetsThroughWhatIsNeeded() {
        Node policy = one(PRODUCTION, "NetworkPolicy", "meshgate").tree().at("spec");
        assertThat(policy.at("policyTypes").items()).extracting(Node::text).containsExactly("Ingress", "Egress");
        assertThat(policy.at("podSelector", "matchExpressions")
                        .items()
                        .get(0)
                        .at("values")
                        .items())
                .extracting(Node::text)
                .containsExactly("meshgate", "meshgate-create-admin");
        assertThat(policy.at("ingress").items())
                .allSatisfy(rule -> assertThat(rule.at("from").items()).isNotEmpty())
                .extracting(rule -> rule.at("ports").items().get(0).at("port").text())
                .containsExactly("7842", "9000");
        assertThat(policy.at("egress").items())
                .flatExtracting(rule -> rule.at("ports").items())
                .extracting(port -> port.at("port").text())
                .containsExactly("53", "53", "6379", "6380");
    }

    @Test
    void inServicePrometheusFindsTheManagementPort() {
        Node monitor = one(PRODUCTION, "ServiceMonitor", "meshgate").tree().at("spec");
        Node service = one(PRODUCTION, "Service", "meshgate-management").tree();
        assertThat(service.at("metadata", "labels").members().entrySet())
                .containsAll(monitor.at("selector", "matchLabels").members().entrySet());
        assertThat(one(PRODUCTION, "Service", "meshgate")
                        .tree()
                        .at("metadata", "labels")
                        .members())
                .as("the Service of the API is not scraped")
                .doesNotContainKey("app.kubernetes.io/component");
        assertThat(service.at("metadata", "labels", monitor.at("jobLabel").text())
                        .text())
                .isEqualTo("meshgate");
        Node endpoint = monitor.at("endpoints").items().get(0);
        assertThat(endpoint.at("path").text()).isEqualTo("/q/metrics");
        assertThat(service.at("spec", "ports").items())
                .extracting(port -> port.at("name").text())
                .containsExactly(endpoint.at("port").text());
    }

    @Test
    void forTryingOutThereIsARedisThatKeepsItsData() {
        Manifest redis = one(DEV, "StatefulSet", "meshgate-redis");
        assertThat(redis.containers().get(0).at("command").items().get(2).text())
                .contains("requirepass \"$REDIS_PASSWORD\"", "appendonly yes", "maxmemory-policy noeviction");
        assertThat(redis.tree().at("spec", "volumeClaimTemplates").items()).hasSize(1);
        assertThat(redis.tree().at("spec", "serviceName").text())
                .isEqualTo(one(DEV, "Service", "meshgate-redis").name());
    }

    @Test
    void aVolumeOfOneNodeIsLetGoOfBeforeItIsTaken() {
        Path folder = DEV.folder();
        assertThat(DeployFiles.document(folder.resolve("files.yaml"))
                        .at("spec", "accessModes")
                        .items())
                .extracting(Node::text)
                .containsExactly("ReadWriteOnce");
        Node deployment =
                DeployFiles.document(folder.resolve("deployment.yaml")).at("spec");
        assertThat(deployment.at("strategy", "type").text()).isEqualTo("Recreate");
        assertThat(deployment.at("replicas").text()).isEqualTo("1");
        assertThat(DeployFiles.document(DeployFiles.PRODUCTION.resolve("files.yaml"))
                        .at("spec", "accessModes")
                        .items())
                .extracting(Node::text)
                .containsExactly("ReadWriteMany");
    }

    private static List<Manifest> of(Kustomization overlay, String kind) {
        return overlay.objects().stream()
                .filter(object -> object.kind().equals(kind))
                .toList();
    }

    private static Manifest one(Kustomization overlay, String kind, String name) {
        List<Manifest> found = of(overlay, kind).stream()
                .filter(object -> object.name().equals(name))
                .toList();
        assertThat(found).as(kind + "/" + name).hasSize(1);
        return found.get(0);
    }
}
