package org.meshgate.worker.sample;

import java.util.List;
import java.util.stream.IntStream;

/** Sculptures for prompts that name nothing known; each stands on a plinth, as in a museum. */
final class FreeForms {

    private static final double TURN = 2 * StrictMath.PI;
    private static final double GOLDEN_ANGLE = StrictMath.PI * (3 - StrictMath.sqrt(5));

    private FreeForms() {}

    static List<ShapePiece> knot(PromptSeed promptSeed, Palette palette) {
        return onPlinth(PlainForms.knot(promptSeed, palette).get(0).solid(), palette);
    }

    /** A ball from which round bumps or spikes grow. */
    static List<ShapePiece> urchin(PromptSeed promptSeed, Palette palette) {
        int spikes = promptSeed.whole(6, 9, 22);
        double height = promptSeed.between(7, 0.25, 0.6);
        double sharpness = promptSeed.between(8, 14, 34);
        List<Vec3> tips = IntStream.range(0, spikes)
                .mapToObj(i -> direction(GOLDEN_ANGLE * i, 1 - (2 * i + 1.0) / spikes))
                .toList();
        Solid urchin = SurfaceGrid.capped(48, 30, (u, v) -> {
            Vec3 way = direction(TURN * u, -StrictMath.cos(StrictMath.PI * v));
            double bumps = tips.stream()
                    .mapToDouble(tip -> StrictMath.exp(sharpness * (way.dot(tip) - 1)))
                    .sum();
            return way.times(0.7 + height * bumps);
        });
        return onPlinth(urchin, palette);
    }

    /** A column whose section is a rounded star that turns with the height. */
    static List<ShapePiece> spiral(PromptSeed promptSeed, Palette palette) {
        double waist = promptSeed.between(6, 0.3, 0.6);
        Profile body = Profile.smooth(6, 0, -1, 0.5, -0.95, 0.75, -0.5, waist, 0.1, 0.6, 0.65, 0.2, 1.1, 0, 1.2);
        Section section = Section.fluted(promptSeed.whole(7, 3, 6), promptSeed.between(8, 0.12, 0.28));
        double sense = promptSeed.between(9, -1, 1) < 0 ? -1 : 1;
        return onPlinth(Solids.lathe(48, body, section, sense * promptSeed.between(10, 1, 2.6)), palette);
    }

    /** Something between a ball, a box and an octahedron, twisted. */
    static List<ShapePiece> pebble(PromptSeed promptSeed, Palette palette) {
        double twist = promptSeed.between(6, -1.2, 1.2);
        double slim = promptSeed.between(7, 0.55, 0.95);
        double across = promptSeed.between(8, 0.2, 1.8);
        double along = promptSeed.between(9, 0.3, 1.6);
        Solid pebble = Solids.superball(48, 32, across, along).mapped(p -> {
            double angle = twist * p.y();
            return new Vec3(
                    slim * (p.x() * StrictMath.cos(angle) + p.z() * StrictMath.sin(angle)),
                    p.y(),
                    slim * (p.z() * StrictMath.cos(angle) - p.x() * StrictMath.sin(angle)));
        });
        return onPlinth(pebble, palette);
    }

    /** A band that turns about itself while it goes round. */
    static List<ShapePiece> wreath(PromptSeed promptSeed, Palette palette) {
        int waves = promptSeed.whole(6, 3, 7);
        double thickness = promptSeed.between(7, 0.2, 0.32);
        double depth = promptSeed.between(8, 0.25, 0.55);
        Solid wreath = SurfaceGrid.looped(18, 90, (u, v) -> {
            double turn = TURN * v;
            double angle = TURN * u;
            double radius = thickness * (1 + depth * StrictMath.cos(2 * angle + waves * turn));
            double out = 1 + radius * StrictMath.cos(angle);
            return new Vec3(out * StrictMath.sin(turn), out * StrictMath.cos(turn), radius * StrictMath.sin(angle));
        });
        return onPlinth(wreath.turned(25), palette);
    }

    private static List<ShapePiece> onPlinth(Solid solid, Palette palette) {
        double bottom = solid.points().stream().mapToDouble(Vec3::y).min().orElse(0);
        Profile plinth = Profile.straight(2, 0, -0.3, 0.75, -0.3, 0.75, -0.1, 0.55, -0.02, 0.55, 0.06, 0, 0.06);
        return List.of(
                new ShapePiece(solid, palette.main()),
                new ShapePiece(Solids.lathe(32, plinth).moved(0, bottom, 0), palette.accent()));
    }

    private static Vec3 direction(double longitude, double height) {
        double ring = StrictMath.sqrt(Math.max(0, 1 - height * height));
        return new Vec3(ring * StrictMath.sin(longitude), height, ring * StrictMath.cos(longitude));
    }
}
