package org.meshgate.worker.sample;

import java.util.List;
import java.util.stream.IntStream;

/** Bodies of geometry. */
final class PlainForms {

    private static final double TURN = 2 * StrictMath.PI;

    private PlainForms() {}

    static List<ShapePiece> ball(PromptSeed promptSeed, Palette palette) {
        Solid band = Solids.loop(8, 48, promptSeed.between(6, 0.05, 0.11), PlainForms::circle, PlainForms::circle)
                .rolled(promptSeed.between(7, -35, 35));
        return List.of(new ShapePiece(Solids.ball(48, 24), palette.main()), new ShapePiece(band, palette.accent()));
    }

    static List<ShapePiece> cube(PromptSeed promptSeed, Palette palette) {
        double edge = promptSeed.between(6, 0.08, 0.28);
        Solid dot = Solids.ball(16, 8).stretched(0.16, 0.16, 0.16);
        List<Solid> dots =
                switch (promptSeed.whole(7, 1, 3)) {
                    case 1 -> List.of(dot.moved(0, 0, 0.96));
                    case 2 -> List.of(dot.moved(-0.4, 0.4, 0.96), dot.moved(0.4, -0.4, 0.96));
                    default -> List.of(dot.moved(-0.5, 0.5, 0.96), dot.moved(0, 0, 0.96), dot.moved(0.5, -0.5, 0.96));
                };
        return List.of(
                new ShapePiece(Solids.superball(40, 24, edge, edge), palette.main()),
                new ShapePiece(Solid.joined(dots), palette.accent()));
    }

    static List<ShapePiece> ring(PromptSeed promptSeed, Palette palette) {
        double thickness = promptSeed.between(6, 0.2, 0.42);
        Solid ring = Solids.loop(20, 64, thickness, PlainForms::circle, PlainForms::circle);
        Solid bead =
                Solids.ball(16, 8).stretched(thickness, thickness, thickness).stretched(0.45, 0.45, 0.45);
        int beads = promptSeed.whole(7, 3, 4);
        List<Solid> wreath = IntStream.range(0, beads)
                .mapToObj(i -> bead.moved(0, thickness, 1).turned(360.0 * i / beads))
                .toList();
        return List.of(
                new ShapePiece(ring.pitched(55), palette.main()),
                new ShapePiece(Solid.joined(wreath).pitched(55), palette.accent()));
    }

    static List<ShapePiece> knot(PromptSeed promptSeed, Palette palette) {
        int[][] kinds = {{2, 3}, {3, 2}, {2, 5}, {3, 4}};
        int[] kind = kinds[promptSeed.whole(6, 0, kinds.length - 1)];
        double around = kind[0];
        double through = kind[1];
        double depth = promptSeed.between(7, 0.36, 0.46);
        Solid knot = Solids.loop(
                11,
                140,
                promptSeed.between(8, 0.13, 0.18),
                t -> onTorus(TURN * around * t, TURN * through * t, 1, depth),
                t -> onTorus(TURN * around * t, TURN * through * t, 0, 1));
        return List.of(new ShapePiece(knot.pitched(70), palette.main()));
    }

    static List<ShapePiece> gem(PromptSeed promptSeed, Palette palette) {
        int corners = promptSeed.whole(6, 6, 9);
        double table = promptSeed.between(7, 0.5, 0.68);
        double crown = promptSeed.between(8, 0.28, 0.45);
        Profile cut = Profile.straight(6, 0, -1.05, 1, 0, table, crown, 0, crown);
        Solid gem = Solids.lathe(6 * corners, cut, Section.polygon(corners), 0);
        return List.of(new ShapePiece(gem.pitched(12), palette.main()));
    }

    static List<ShapePiece> pyramid(PromptSeed promptSeed, Palette palette) {
        double height = promptSeed.between(6, 1.1, 1.8);
        Profile sides = Profile.straight(10, 0, 0, 1, 0, 0, height);
        Profile step = Profile.straight(4, 0, -0.14, 1.16, -0.14, 1.16, 0, 0, 0);
        return List.of(
                new ShapePiece(Solids.lathe(32, sides, Section.polygon(4), 0).turned(45), palette.main()),
                new ShapePiece(Solids.lathe(16, step, Section.polygon(4), 0).turned(45), palette.accent()));
    }

    static List<ShapePiece> cone(PromptSeed promptSeed, Palette palette) {
        Profile sides = Profile.straight(8, 0, 0, 1, 0, 0, promptSeed.between(6, 1.6, 2.4));
        Profile brim = Profile.smooth(4, 0, -0.12, 1.1, -0.12, 1.2, -0.06, 1.1, 0, 0, 0);
        return List.of(
                new ShapePiece(Solids.lathe(48, sides), palette.main()),
                new ShapePiece(Solids.lathe(48, brim), palette.accent()));
    }

    static List<ShapePiece> cylinder(PromptSeed promptSeed, Palette palette) {
        double height = promptSeed.between(6, 0.8, 1.6);
        Profile body = Profile.straight(5, 0, -height, 0.9, -height, 0.9, height, 0, height);
        Profile end = Profile.straight(3, 0, -0.1, 1, -0.1, 1, 0.1, 0, 0.1);
        Solid cap = Solids.lathe(48, end);
        return List.of(
                new ShapePiece(Solids.lathe(48, body, Section.fluted(16, 0.03), 0), palette.main()),
                new ShapePiece(
                        Solid.joined(List.of(cap.moved(0, height, 0), cap.moved(0, -height, 0))), palette.accent()));
    }

    static List<ShapePiece> star(PromptSeed promptSeed, Palette palette) {
        int points = promptSeed.whole(6, 5, 7);
        Section section = Section.star(points, promptSeed.between(7, 0.42, 0.56));
        Profile lens = Profile.straight(10, 0, -0.3, 1, 0, 0, 0.3);
        Solid star = Solids.lathe(10 * points, lens, section, 0).pitched(90);
        return List.of(new ShapePiece(points % 2 == 1 ? upright(star) : star, palette.main()));
    }

    static List<ShapePiece> heart(PromptSeed promptSeed, Palette palette) {
        double depth = promptSeed.between(6, 0.4, 0.7);
        Solid heart = SurfaceGrid.capped(56, 20, (u, v) -> {
            double t = TURN * u;
            double out = StrictMath.sin(StrictMath.PI * v);
            double sine = StrictMath.sin(t);
            double x = 16 * sine * sine * sine;
            double y = 13 * StrictMath.cos(t)
                    - 5 * StrictMath.cos(2 * t)
                    - 2 * StrictMath.cos(3 * t)
                    - StrictMath.cos(4 * t);
            return new Vec3(x / 16 * out, y / 16 * out, depth * StrictMath.cos(StrictMath.PI * v));
        });
        return List.of(new ShapePiece(heart, palette.main()));
    }

    private static Solid upright(Solid star) {
        double top = star.points().stream().mapToDouble(Vec3::y).max().orElse(0);
        double bottom = star.points().stream().mapToDouble(Vec3::y).min().orElse(0);
        return top >= -bottom ? star : star.rolled(180);
    }

    private static Vec3 circle(double t) {
        return onTorus(TURN * t, 0, 1, 0);
    }

    private static Vec3 onTorus(double around, double through, double large, double small) {
        double out = large + small * StrictMath.cos(through);
        return new Vec3(out * StrictMath.sin(around), small * StrictMath.sin(through), out * StrictMath.cos(around));
    }
}
