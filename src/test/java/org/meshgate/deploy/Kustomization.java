package org.meshgate.deploy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A folder of Kustomize: what it takes in and what it changes. */
record Kustomization(Path folder, Manifest manifest) {

    private static final String FILE = "kustomization.yaml";

    static Kustomization in(Path folder) {
        return new Kustomization(
                folder, DeployFiles.manifests(folder.resolve(FILE)).get(0));
    }

    static List<Kustomization> all() {
        return DeployFiles.all().stream()
                .filter(file -> file.endsWith(FILE))
                .map(file -> in(file.getParent()))
                .toList();
    }

    /** Folders and files that are taken in. */
    List<Path> inputs() {
        return Stream.concat(paths("resources"), paths("components")).toList();
    }

    List<Path> patches() {
        return manifest.tree().at("patches").items().stream()
                .map(patch -> resolve(patch.at("path").text()))
                .toList();
    }

    /** The objects that come in, from its own files and from those of the folders that it takes in. */
    List<Manifest> objects() {
        return inputs().stream()
                .flatMap(input ->
                        Files.isDirectory(input) ? in(input).objects().stream() : DeployFiles.manifests(input).stream())
                .toList();
    }

    /** The pieces that change them, also those of the folders. */
    List<Manifest> changes() {
        return Stream.concat(
                        inputs().stream().filter(Files::isDirectory).flatMap(input -> in(input).changes().stream()),
                        patches().stream().flatMap(patch -> DeployFiles.manifests(patch).stream()))
                .toList();
    }

    /** Names of the ConfigMaps that it makes, and those of the folders. */
    List<String> configMaps() {
        return Stream.concat(
                        inputs().stream().filter(Files::isDirectory).flatMap(input -> in(input).configMaps().stream()),
                        manifest.tree().at("configMapGenerator").items().stream()
                                .map(map -> map.at("name").text()))
                .toList();
    }

    private Stream<Path> paths(String member) {
        return manifest.tree().at(member).items().stream().map(Node::text).map(this::resolve);
    }

    private Path resolve(String path) {
        return folder.resolve(path).normalize();
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
