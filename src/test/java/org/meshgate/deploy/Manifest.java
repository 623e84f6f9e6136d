package org.meshgate.deploy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One document of a manifest. */
record Manifest(Path file, Node tree) {

    String kind() {
        return tree.at("kind").text();
    }

    String name() {
        return tree.at("metadata", "name").text();
    }

    /** What Kustomize reads, and no cluster. */
    boolean isKustomization() {
        return kind().equals("Kustomization") || kind().equals("Component");
    }

    boolean isSameObject(Manifest other) {
        return kind().equals(other.kind()) && name().equals(other.name());
    }

    /** The template of the pods that it makes. */
    Optional<Node> podTemplate() {
        return Optional.of(tree.at("spec", "template")).filter(Node::exists);
    }

    List<Node> containers() {
        Node pod = tree.at("spec", "template", "spec");
        return Stream.concat(pod.at("initContainers").items().stream(), pod.at("containers").items().stream())
                .toList();
    }

    @Override
    public String toString() {
        return file + " " + kind() + "/" + name();
    }
}
