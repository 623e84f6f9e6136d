package org.meshgate.worker.sample;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The shapes of the sample model, with the English words that name them and their natural colours. */
enum Shape {
    CAT("cat kitten kitty", 0xE08A3C, Shape::cat),
    DOG("dog puppy", 0x9A6A3E, Shape::dog),
    TREE("tree fir pine", 0x2E8B45, Shape::tree),
    HOUSE("house home hut cottage", 0xE3D2AF, Shape::house),
    CAR("car automobile taxi", 0xC62828, Shape::car),
    CUP("cup mug coffee tea", 0x2F6FB5, Shape::cup),
    BALL("ball sphere globe planet moon", (mesh, main, accent) -> mesh.add(main, Solid.ball(40))),
    CUBE("cube box dice block crate", (mesh, main, accent) -> mesh.add(main, Solid.box(40))),
    CYLINDER("cylinder drum barrel column pillar", (mesh, main, accent) -> mesh.add(main, Solid.cylinder(48))),
    CONE("cone pyramid", (mesh, main, accent) -> mesh.add(main, Solid.cone(48)));

    /** The plain solids, for prompts that name no shape. */
    static final List<Shape> SOLIDS = List.of(BALL, CUBE, CYLINDER, CONE);

    /** Adds the solids of a shape; the first one has the main material. The builder normalizes the size. */
    private interface Recipe {

        void addTo(MeshBuilder mesh, Material main, Material accent);
    }

    private final Set<String> words;
    private final Optional<Material> colour;
    private final Recipe recipe;

    Shape(String words, Recipe recipe) {
        this(words, Optional.empty(), recipe);
    }

    Shape(String words, int rgb, Recipe recipe) {
        this(words, Optional.of(Material.paint(rgb)), recipe);
    }

    Shape(String words, Optional<Material> colour, Recipe recipe) {
        this.words = Set.of(words.split(" "));
        this.colour = colour;
        this.recipe = recipe;
    }

    void addTo(MeshBuilder mesh, Material main, Material accent) {
        recipe.addTo(mesh, main, accent);
    }

    /** The colour when the prompt names none. The plain solids have no natural colour. */
    Optional<Material> colour() {
        return colour;
    }

    /** The shape that a word names, in the singular or the plural. */
    static Optional<Shape> named(String word) {
        return Stream.of(values())
                .filter(shape -> shape.words.stream()
                        .anyMatch(known -> word.equals(known) || word.equals(known + "s") || word.equals(known + "es")))
                .findFirst();
    }

    private static void cat(MeshBuilder mesh, Material main, Material accent) {
        body(mesh, main, accent);
        mesh.addPair(main, Solid.cone(16).scaled(0.16, 0.18, 0.1).rolled(-14).moved(0.25, 0.87, 0.72));
        mesh.addPair(accent, Solid.ball(12).scaled(0.13, 0.1, 0.11).moved(0.08, 0.38, 1.06));
        mesh.add(Material.ROSE, Solid.ball(12).scaled(0.06, 0.04, 0.05).moved(0, 0.46, 1.14));
        for (int i = 0; i < 8; i++) {
            double bend = 0.4 * StrictMath.sin(0.4 * i);
            mesh.add(main, Solid.ball(12).scaled(0.1, 0.2, 0.1).moved(0, 0.1 + 0.12 * i, -0.66 - bend));
        }
    }

    private static void dog(MeshBuilder mesh, Material main, Material accent) {
        body(mesh, main, accent);
        mesh.addPair(accent, Solid.ball(14).scaled(0.1, 0.28, 0.17).rolled(12).moved(0.42, 0.48, 0.7));
        mesh.add(accent, Solid.ball(16).scaled(0.2, 0.16, 0.3).moved(0, 0.38, 1.12));
        mesh.add(Material.DARK, Solid.ball(12).scaled(0.08, 0.06, 0.06).moved(0, 0.47, 1.38));
        mesh.add(main, Solid.cone(16).scaled(0.1, 0.26, 0.1).pitched(-40).moved(0, 0.36, -0.8));
    }

    private static void tree(MeshBuilder mesh, Material main, Material accent) {
        for (int i = 0; i < 3; i++) {
            double width = 0.85 - 0.2 * i;
            mesh.add(main, Solid.cone(40).scaled(width, 0.45, width).moved(0, 0.5 * i, 0));
        }
        mesh.add(Material.WOOD, Solid.cylinder(24).scaled(0.17, 0.35, 0.17).moved(0, -0.7, 0));
        mesh.add(accent, Solid.ball(12).scaled(0.09, 0.09, 0.09).moved(0, 1.46, 0));
    }

    private static void house(MeshBuilder mesh, Material main, Material accent) {
        mesh.add(main, Solid.box(24).scaled(0.9, 0.6, 0.75));
        mesh.add(accent, Solid.frustum(4, 1.55, 0.2).scaled(1, 0.4, 0.85).moved(0, 0.97, 0));
        mesh.add(accent, Solid.box(12).scaled(0.12, 0.3, 0.12).moved(0.5, 1.2, 0));
        mesh.add(Material.WOOD, Solid.box(12).scaled(0.18, 0.35, 0.05).moved(0, -0.24, 0.74));
        mesh.addPair(Material.WHITE, Solid.box(12).scaled(0.16, 0.16, 0.05).moved(0.54, 0.1, 0.74));
    }

    private static void car(MeshBuilder mesh, Material main, Material accent) {
        mesh.add(main, Solid.box(24).scaled(0.5, 0.22, 1.1));
        mesh.add(main, Solid.box(16).scaled(0.4, 0.05, 0.45).moved(0, 0.53, -0.15));
        mesh.add(Material.DARK, Solid.box(24).scaled(0.42, 0.28, 0.55).moved(0, 0.27, -0.15));
        Solid tyre = Solid.cylinder(24).scaled(0.25, 0.1, 0.25).rolled(90);
        Solid hub = Solid.cylinder(12).scaled(0.12, 0.12, 0.12).rolled(90);
        for (double z : List.of(-0.65, 0.65)) {
            mesh.addPair(Material.DARK, tyre.moved(0.47, -0.2, z));
            mesh.addPair(accent, hub.moved(0.47, -0.2, z));
        }
        mesh.addPair(Material.WHITE, Solid.ball(12).scaled(0.1, 0.08, 0.05).moved(0.32, 0.05, 1.08));
    }

    private static void cup(MeshBuilder mesh, Material main, Material accent) {
        mesh.add(main, Solid.frustum(48, 0.55, 0.7).scaled(1, 0.7, 1));
        mesh.add(Material.WOOD, Solid.cylinder(40).scaled(0.6, 0.02, 0.6).moved(0, 0.7, 0));
        mesh.add(accent, Solid.box(12).scaled(0.08, 0.36, 0.09).moved(1.02, 0.05, 0));
        mesh.add(accent, Solid.box(12).scaled(0.26, 0.08, 0.09).moved(0.84, 0.33, 0));
        mesh.add(accent, Solid.box(12).scaled(0.26, 0.08, 0.09).moved(0.84, -0.23, 0));
    }

    /** Trunk, legs, paws, head and eyes of an animal that faces z. */
    private static void body(MeshBuilder mesh, Material main, Material accent) {
        mesh.add(main, Solid.ball(24).scaled(0.4, 0.38, 0.75));
        mesh.add(main, Solid.ball(24).scaled(0.44, 0.4, 0.38).moved(0, 0.5, 0.72));
        for (double z : List.of(-0.42, 0.42)) {
            mesh.addPair(main, Solid.cylinder(16).scaled(0.12, 0.32, 0.12).moved(0.22, -0.42, z));
            mesh.addPair(accent, Solid.ball(12).scaled(0.14, 0.09, 0.18).moved(0.22, -0.72, z + 0.05));
        }
        mesh.addPair(main.eyes(), Solid.ball(12).scaled(0.07, 0.1, 0.06).moved(0.17, 0.6, 1.03));
    }
}
