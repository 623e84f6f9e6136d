package org.meshgate.worker.sample;

import java.util.List;
import java.util.stream.IntStream;

/** Things that people make. */
final class ThingForms {

    private static final double TURN = 2 * StrictMath.PI;

    private ThingForms() {}

    static List<ShapePiece> vase(PromptSeed promptSeed, Palette palette) {
        double belly = promptSeed.between(6, 0.55, 0.85);
        double neck = promptSeed.between(7, 0.24, 0.42);
        double lip = neck + promptSeed.between(8, 0.08, 0.25);
        Profile wall = Profile.smooth(
                4,
                0,
                -1,
                0.42,
                -1,
                belly,
                -0.35,
                neck + 0.1,
                0.45,
                neck,
                0.7,
                lip,
                1,
                lip - 0.09,
                1,
                neck - 0.09,
                0.7,
                0.3,
                0.2,
                0.3,
                -0.5,
                0,
                -0.7);
        double depth = promptSeed.between(9, 0, 0.07);
        Section section = Section.fluted(promptSeed.whole(10, 5, 9), depth);
        Solid band = Solids.loop(8, 48, 0.05, t -> around(t, neck + 0.02), t -> around(t, 1));
        return List.of(
                new ShapePiece(Solids.lathe(40, wall, section, promptSeed.between(11, -0.9, 0.9)), palette.main()),
                new ShapePiece(band.moved(0, 0.7, 0), palette.accent()));
    }

    static List<ShapePiece> bowl(PromptSeed promptSeed, Palette palette) {
        double height = promptSeed.between(6, 0.55, 0.85);
        Profile wall = Profile.smooth(
                5,
                0,
                -0.05,
                0.5,
                -0.05,
                0.86,
                0.3 * height,
                1,
                height,
                0.92,
                height,
                0.75,
                0.35 * height,
                0.4,
                0.1,
                0,
                0.08);
        Profile foot = Profile.straight(2, 0, -0.18, 0.5, -0.18, 0.44, 0, 0, 0);
        return List.of(
                new ShapePiece(Solids.lathe(44, wall), palette.main()),
                new ShapePiece(Solids.lathe(44, foot), palette.accent()));
    }

    static List<ShapePiece> cup(PromptSeed promptSeed, Palette palette) {
        double top = promptSeed.between(6, 0.62, 0.8);
        Profile wall =
                Profile.straight(3, 0, -0.7, 0.56, -0.7, 0.62, -0.6, top, 0.7, top - 0.08, 0.7, 0.54, -0.55, 0, -0.55);
        Solid handle = Solids.loop(10, 36, 0.085, t -> around(t, 0.38), t -> around(t, 1))
                .pitched(90)
                .stretched(0.85, 1, 1)
                .moved(0.72, 0.05, 0);
        Profile drink = Profile.straight(3, 0, 0.3, 0.6, 0.3, 0.6, 0.4, 0, 0.4);
        return List.of(
                new ShapePiece(Solids.lathe(48, wall), palette.main()),
                new ShapePiece(handle, palette.accent()),
                new ShapePiece(Solids.lathe(24, drink), Palette.WOOD));
    }

    static List<ShapePiece> rocket(PromptSeed promptSeed, Palette palette) {
        double width = promptSeed.between(6, 0.42, 0.58);
        Profile body = Profile.smooth(4, 0, -1, 0.3, -1, width, -0.3, width * 0.9, 0.4, 0.18, 1.1, 0, 1.3);
        Profile tip = Profile.smooth(4, 0, 0.84, 0.3, 0.86, 0.19, 1.12, 0, 1.34);
        Profile flame = Profile.smooth(4, 0, -1.55, 0.16, -1.25, 0.2, -1.02, 0, -0.95);
        int fins = promptSeed.whole(7, 3, 4);
        List<Solid> tail = IntStream.range(0, fins)
                .mapToObj(i -> Solids.superball(16, 10, 0.6, 0.6)
                        .stretched(0.05, 0.42, 0.3)
                        .pitched(-28)
                        .moved(0, -0.85, width * 0.95)
                        .turned(360.0 * i / fins + 180.0 / fins))
                .toList();
        Solid window = Solids.ball(20, 10).stretched(0.17, 0.17, 0.08).moved(0, 0.3, width * 0.93);
        return List.of(
                new ShapePiece(Solids.lathe(32, body), palette.main()),
                new ShapePiece(Solid.joined(List.of(Solids.lathe(32, tip), Solid.joined(tail))), palette.accent()),
                new ShapePiece(window, Palette.DARK),
                new ShapePiece(Solids.lathe(16, flame), Palette.BEAK));
    }

    static List<ShapePiece> house(PromptSeed promptSeed, Palette palette) {
        double width = promptSeed.between(6, 0.8, 1.1);
        double height = promptSeed.between(7, 0.5, 0.8);
        Profile gable = Profile.straight(8, 0, 0, 1.42 * 1.2, 0, 0, promptSeed.between(8, 0.7, 1.1));
        Solid walls = Solids.box(24, 12).stretched(width, height, 0.8);
        Solid roof = Solids.lathe(32, gable, Section.polygon(4), 0).turned(45).stretched(width, 1, 0.8);
        Solid chimney = Solids.box(12, 8).stretched(0.12, 0.35, 0.12).moved(width * 0.5, height + 0.5, 0.1);
        Solid door = Solids.box(12, 8).stretched(0.18, height * 0.55, 0.05).moved(0, -height * 0.45, 0.8);
        Solid window = Solids.box(12, 8).stretched(0.16, 0.16, 0.05);
        return List.of(
                new ShapePiece(walls, palette.main()),
                new ShapePiece(Solid.joined(List.of(roof.moved(0, height, 0), chimney)), palette.accent()),
                new ShapePiece(door, Palette.WOOD),
                new ShapePiece(
                        Solid.joined(List.of(
                                window.moved(-width * 0.58, height * 0.2, 0.8),
                                window.moved(width * 0.58, height * 0.2, 0.8))),
                        Palette.WHITE));
    }

    static List<ShapePiece> robot(PromptSeed promptSeed, Palette palette) {
        double head = promptSeed.between(6, 0.38, 0.5);
        double lift = promptSeed.between(7, -30, 60);
        Solid body = Solids.box(20, 10).stretched(0.55, 0.55, 0.35);
        Solid skull = Solids.box(20, 10).stretched(head, 0.32, 0.3).moved(0, 0.95, 0);
        Solid leg = Solids.box(12, 8).stretched(0.16, 0.3, 0.18);
        Solid arm = Solids.box(12, 8).stretched(0.11, 0.4, 0.13).moved(0, -0.36, 0);
        Solid eye = Solids.ball(14, 7).stretched(0.1, 0.1, 0.06);
        Solid rod = Solids.box(8, 6).stretched(0.03, 0.2, 0.03).moved(0, 1.4, 0);
        Solid bulb = Solids.ball(14, 7).stretched(0.09, 0.09, 0.09).moved(0, 1.62, 0);
        Solid button = Solids.ball(14, 7).stretched(0.12, 0.12, 0.05).moved(0, 0.15, 0.35);
        return List.of(
                new ShapePiece(Solid.joined(List.of(body, skull)), palette.main()),
                new ShapePiece(
                        Solid.joined(List.of(
                                leg.moved(-0.28, -0.82, 0),
                                leg.moved(0.28, -0.82, 0),
                                arm.rolled(-12).moved(-0.66, 0.42, 0),
                                arm.pitched(-lift).rolled(12).moved(0.66, 0.42, 0),
                                bulb,
                                button)),
                        palette.accent()),
                new ShapePiece(
                        Solid.joined(List.of(eye.moved(-head * 0.45, 1, 0.3), eye.moved(head * 0.45, 1, 0.3), rod)),
                        palette.eyes()));
    }

    private static Vec3 around(double t, double radius) {
        return new Vec3(radius * StrictMath.sin(TURN * t), 0, radius * StrictMath.cos(TURN * t));
    }
}
