package org.meshgate.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every manifest is one that Kubernetes, or Kustomize, takes. */
class ManifestFormTest {

    private static final String NAME = "metadata.name";

    /** What must be there, beside apiVersion and kind; patches are pieces and need less. */
    private static final Map<String, List<String>> REQUIRED = Map.ofEntries(
            Map.entry("Namespace", List.of(NAME)),
            Map.entry("ServiceAccount", List.of(NAME)),
            Map.entry("Service", List.of(NAME, "spec.selector", "spec.ports")),
            Map.entry("PersistentVolumeClaim", List.of(NAME, "spec.accessModes", "spec.resources.requests.storage")),
            Map.entry(
                    "Deployment",
                    List.of(
                            NAME,
                            "spec.selector.matchLabels",
                            "spec.template.metadata.labels",
                            "spec.template.spec.containers")),
            Map.entry(
                    "StatefulSet",
                    List.of(
                            NAME,
                            "spec.serviceName",
                            "spec.selector.matchLabels",
                            "spec.template.metadata.labels",
                            "spec.template.spec.containers")),
            Map.entry("Job", List.of(NAME, "spec.template.spec.restartPolicy", "spec.template.spec.containers")),
            Map.entry("PodDisruptionBudget", List.of(NAME, "spec.selector.matchLabels", "spec.maxUnavailable")),
            Map.entry(
                    "HorizontalPodAutoscaler",
                    List.of(NAME, "spec.scaleTargetRef.kind", "spec.scaleTargetRef.name", "spec.maxReplicas")),
            Map.entry("NetworkPolicy", List.of(NAME, "spec.podSelector", "spec.policyTypes")),
            Map.entry("ServiceMonitor", List.of(NAME, "spec.selector", "spec.endpoints")),
            Map.entry("PrometheusRule", List.of(NAME, "spec.groups")));

    private final KubernetesModel model = new KubernetesModel();

    static Stream<Manifest> all() {
        return DeployFiles.manifests().stream();
    }

    static Stream<Manifest> whole() {
        List<Path> patches =
                Kustomization.all().stream().flatMap(k -> k.patches().stream()).toList();
        return all().filter(manifest -> !manifest.isKustomization() && !patches.contains(manifest.file()));
    }

    @ParameterizedTest
    @MethodSource("all")
    void nothingStandsThereThatKubernetesDoesNotKnow(Manifest manifest) {
        assertThat(model.knows(manifest)).as("a kind of a known version").isTrue();
        assertThat(model.unknownProperties(manifest)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("whole")
    void whatMustBeThereIs(Manifest manifest) {
        assertThat(REQUIRED).containsKey(manifest.kind());
        assertThat(REQUIRED.get(manifest.kind()))
                .allSatisfy(path ->
                        assertThat(manifest.tree().at(path.split("\\."))).matches(Node::exists, "exists"));
    }

    @ParameterizedTest
    @MethodSource("whole")
    void everyObjectSaysWhatItBelongsTo(Manifest manifest) {
        if (!manifest.kind().equals("Namespace")) {
            assertThat(manifest.tree()
                            .at("metadata", "labels", "app.kubernetes.io/name")
                            .text())
                    .startsWith("meshgate");
        }
    }

    @Test
    void aMisspeltPropertyIsFoundAtAnyDepth() {
        Manifest deployment = manifest(Map.of(
                "containers",
                List.of(Map.of("name", "a", "readinesProbe", Map.of(), "resources", Map.of("request", Map.of())))));
        assertThat(model.unknownProperties(deployment))
                .containsExactlyInAnyOrder(
                        ".Spec.Template.Spec.Containers[].readinesProbe",
                        ".Spec.Template.Spec.Containers[].Resources.request");
    }

    @Test
    void aValueOfTheWrongTypeIsFound() {
        Manifest deployment = manifest(Map.of("terminationGracePeriodSeconds", "soon"));
        assertThatThrownBy(() -> model.unknownProperties(deployment)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Manifest manifest(Map<String, Object> podSpec) {
        return new Manifest(
                Path.of("x.yaml"),
                Node.root(
                        "x",
                        Map.of(
                                "apiVersion",
                                "apps/v1",
                                "kind",
                                "Deployment",
                                "spec",
                                Map.of("template", Map.of("spec", podSpec)))));
    }
}
