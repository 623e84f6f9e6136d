package org.meshgate.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Kustomize itself does not notice; {@code deploy/check} lets it build every overlay. */
class KustomizationTest {

    /** Applied by hand, so that no {@code kubectl delete -k} takes it along. */
    private static final Path NAMESPACE = DeployFiles.KUBERNETES.resolve("namespace.yaml");

    /** Made by the operator, as the comments of the files say; their values are nobody else's. */
    private static final Set<String> MADE_BY_HAND = Set.of("meshgate-redis-ca");

    static Stream<Kustomization> all() {
        return Kustomization.all().stream();
    }

    /** What an operator applies. */
    static Stream<Kustomization> applied() {
        return all().filter(kustomization -> kustomization.manifest().kind().equals("Kustomization"));
    }

    @Test
    void theOnesThatAreDocumentedAreThere() {
        assertThat(Kustomization.all())
                .extracting(Kustomization::toString)
                .containsExactlyInAnyOrder(
                        "deploy/kubernetes/base",
                        "deploy/kubernetes/components/private-ca",
                        "deploy/kubernetes/create-admin",
                        "deploy/kubernetes/overlays/dev",
                        "deploy/kubernetes/overlays/production",
                        "deploy/monitoring");
    }

    @Test
    void everyManifestIsInAKustomization() {
        Set<Path> named = all().flatMap(kustomization ->
                        Stream.concat(kustomization.inputs().stream(), kustomization.patches().stream()))
                .collect(Collectors.toSet());
        assertThat(DeployFiles.manifests())
                .filteredOn(manifest -> !manifest.isKustomization())
                .extracting(Manifest::file)
                .filteredOn(file -> !file.equals(NAMESPACE))
                .isSubsetOf(named);
    }

    @ParameterizedTest
    @MethodSource("applied")
    void everyPatchChangesAContainerThatIsThere(Kustomization kustomization) {
        List<Manifest> objects = kustomization.objects();
        for (Manifest change : kustomization.changes()) {
            Set<String> containers = objects.stream()
                    .filter(change::isSameObject)
                    .flatMap(object -> object.containers().stream())
                    .map(container -> container.at("name").text())
                    .collect(Collectors.toSet());
            assertThat(change.containers()).allSatisfy(container -> assertThat(containers)
                    .contains(container.at("name").text()));
        }
    }

    @Test
    void theAuthorityIsReadWhereItIsMounted() {
        Node container = Kustomization.in(DeployFiles.KUBERNETES.resolve("components/private-ca")).changes().stream()
                .flatMap(change -> change.containers().stream())
                .findFirst()
                .orElseThrow();
        Node variable = container.at("env").items().get(0);
        Node mount = container.at("volumeMounts").items().get(0);
        assertThat(variable.at("name").text()).isEqualTo("P3D_REDIS__CA_FILE");
        assertThat(variable.at("value").text()).isEqualTo(mount.at("mountPath").text() + "/ca.crt");
    }

    @ParameterizedTest
    @MethodSource("applied")
    void imagesThatAreReplacedAreThere(Kustomization kustomization) {
        Set<String> images = kustomization.objects().stream()
                .flatMap(object -> object.containers().stream())
                .map(container -> container.at("image").text().replaceFirst(":[^:/]*$", ""))
                .collect(Collectors.toSet());
        assertThat(kustomization.manifest().tree().at("images").items()).allSatisfy(image -> {
            assertThat(images).contains(image.at("name").text());
            assertThat(image.at("newTag").text()).isNotBlank().isNotEqualTo("latest");
        });
    }

    @ParameterizedTest
    @MethodSource("applied")
    void everyVolumeHasItsSourceAndEveryMountItsVolume(Kustomization kustomization) {
        List<Manifest> objects = kustomization.objects();
        List<Manifest> pieces = Stream.concat(objects.stream(), kustomization.changes().stream())
                .toList();
        Set<String> claims = names(objects, "PersistentVolumeClaim");
        Set<String> maps = Stream.concat(kustomization.configMaps().stream(), MADE_BY_HAND.stream())
                .collect(Collectors.toSet());
        for (Manifest piece : pieces) {
            for (Node volume :
                    piece.tree().at("spec", "template", "spec", "volumes").items()) {
                Node claim = volume.at("persistentVolumeClaim", "claimName");
                Node map = volume.at("configMap", "name");
                assertThat(claim)
                        .matches(it -> !it.exists() || claims.contains(it.text()), "is a claim of the overlay");
                assertThat(map)
                        .matches(it -> !it.exists() || maps.contains(it.text()), "is a ConfigMap of the overlay");
            }
        }
        for (Manifest object : objects) {
            Set<String> volumes = pieces.stream()
                    .filter(object::isSameObject)
                    .flatMap(piece -> Stream.concat(
                            piece.tree().at("spec", "template", "spec", "volumes").items().stream()
                                    .map(volume -> volume.at("name").text()),
                            piece.tree().at("spec", "volumeClaimTemplates").items().stream()
                                    .map(volume -> volume.at("metadata", "name").text())))
                    .collect(Collectors.toSet());
            Set<String> mounted = pieces.stream()
                    .filter(object::isSameObject)
                    .flatMap(piece -> piece.containers().stream())
                    .flatMap(container -> container.at("volumeMounts").items().stream())
                    .map(mount -> mount.at("name").text())
                    .collect(Collectors.toSet());
            assertThat(mounted).as(object.toString()).isEqualTo(volumes);
        }
    }

    private static Set<String> names(List<Manifest> objects, String kind) {
        return objects.stream()
                .filter(object -> object.kind().equals(kind))
                .map(Manifest::name)
                .collect(Collectors.toSet());
    }
}
