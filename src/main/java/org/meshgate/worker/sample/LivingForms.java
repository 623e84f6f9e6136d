package org.meshgate.worker.sample;

import java.util.ArrayList;
import java.util.List;

/** Animals and plants. */
final class LivingForms {

    private LivingForms() {}

    static List<ShapePiece> cat(PromptSeed promptSeed, Palette palette) {
        return animal(promptSeed, palette, ear(0.26, 0.42, 0.1).moved(0.3, 0.3, 0), 0.95);
    }

    static List<ShapePiece> dog(PromptSeed promptSeed, Palette palette) {
        Solid ear = Solids.ball(14, 8).stretched(0.15, 0.34, 0.1).rolled(24).moved(0.5, -0.02, 0);
        return animal(promptSeed, palette, ear, 0.6);
    }

    static List<ShapePiece> bear(PromptSeed promptSeed, Palette palette) {
        Solid ear = Solids.ball(14, 8).stretched(0.2, 0.2, 0.12).moved(0.36, 0.38, 0);
        return animal(promptSeed, palette, ear, 0.15);
    }

    static List<ShapePiece> rabbit(PromptSeed promptSeed, Palette palette) {
        Solid ear = Solids.ball(14, 10).stretched(0.13, 0.5, 0.09).rolled(-10).moved(0.22, 0.75, 0);
        return animal(promptSeed, palette, ear, 0.12);
    }

    static List<ShapePiece> duck(PromptSeed promptSeed, Palette palette) {
        double plump = promptSeed.between(6, 0.62, 0.8);
        Solid body = Solids.ball(28, 14).mapped(p -> {
            // The rear end is drawn up into a tail.
            double rear = Math.max(0, -p.z() - 0.2);
            return new Vec3(p.x() * plump * (1 - 0.5 * rear), p.y() * 0.6 + rear * rear * 0.9, p.z() * 1.05);
        });
        Solid head = Solids.ball(24, 12).stretched(0.46, 0.46, 0.46).moved(0, 0.85, 0.5);
        Solid wing = Solids.ball(16, 10).stretched(0.1, 0.24, 0.42).pitched(14);
        Solid beak = Solids.ball(16, 8).stretched(0.22, 0.09, 0.28).moved(0, 0.78, 0.98);
        Solid eye = Solids.ball(12, 6).stretched(0.07, 0.08, 0.05);
        return List.of(
                new ShapePiece(Solid.joined(List.of(body, head)), palette.main()),
                new ShapePiece(
                        Solid.joined(List.of(
                                wing.rolled(8).moved(plump - 0.06, 0.08, 0),
                                wing.rolled(-8).moved(0.06 - plump, 0.08, 0))),
                        palette.accent()),
                new ShapePiece(beak, Palette.BEAK),
                new ShapePiece(
                        Solid.joined(List.of(eye.moved(0.2, 0.98, 0.89), eye.moved(-0.2, 0.98, 0.89))),
                        palette.eyes()));
    }

    static List<ShapePiece> tree(PromptSeed promptSeed, Palette palette) {
        int tiers = promptSeed.whole(6, 3, 4);
        double spread = promptSeed.between(7, 0.7, 0.95);
        List<Solid> crown = new ArrayList<>();
        for (int i = 0; i < tiers; i++) {
            double width = spread * (1 - 0.2 * i);
            Profile tier = Profile.smooth(3, 0, 0.08, width, -0.05, width * 0.55, 0.25, 0, 0.75);
            crown.add(Solids.lathe(36, tier, Section.fluted(9, 0.06), 0)
                    .turned(20.0 * i)
                    .moved(0, 0.42 * i, 0));
        }
        Profile trunk = Profile.straight(3, 0, -0.6, 0.2, -0.6, 0.15, 0.2, 0, 0.2);
        Solid top = Solids.ball(16, 8).stretched(0.1, 0.1, 0.1).moved(0, 0.42 * (tiers - 1) + 0.78, 0);
        return List.of(
                new ShapePiece(Solid.joined(crown), palette.main()),
                new ShapePiece(Solids.lathe(20, trunk), Palette.WOOD),
                new ShapePiece(top, palette.accent()));
    }

    static List<ShapePiece> mushroom(PromptSeed promptSeed, Palette palette) {
        double width = promptSeed.between(6, 0.75, 1.05);
        double height = promptSeed.between(7, 0.55, 0.85);
        Profile cap = Profile.smooth(
                4,
                0,
                0.1,
                0.5 * width,
                0.04,
                width,
                -0.06,
                0.93 * width,
                height * 0.5,
                0.5 * width,
                height * 0.92,
                0,
                height);
        Profile stem = Profile.smooth(3, 0, -0.9, 0.34, -0.88, 0.3, -0.4, 0.22, 0.15, 0, 0.2);
        Solid hat = Solids.lathe(36, cap);
        Solid spot = Solids.ball(12, 6);
        List<Solid> spots = new ArrayList<>();
        spots.add(spot.stretched(0.17, 0.05, 0.17).moved(0, height, 0));
        int count = promptSeed.whole(8, 5, 7);
        for (int i = 0; i < count; i++) {
            double size = 0.1 + 0.05 * (i % 2);
            spots.add(spot.stretched(size, 0.05, size)
                    .pitched(52)
                    .moved(0, height * 0.63, 0.79 * width)
                    .turned(360.0 * i / count));
        }
        return List.of(
                new ShapePiece(hat, palette.main()),
                new ShapePiece(Solid.joined(spots), palette.accent()),
                new ShapePiece(Solids.lathe(24, stem), Palette.WHITE));
    }

    static List<ShapePiece> flower(PromptSeed promptSeed, Palette palette) {
        int petals = promptSeed.whole(6, 5, 9);
        double length = promptSeed.between(7, 0.3, 0.45);
        Solid petal = Solids.ball(14, 8).stretched(2.1 / petals, 0.08, length).pitched(-18);
        List<Solid> wreath = new ArrayList<>();
        for (int i = 0; i < petals; i++) {
            wreath.add(petal.moved(0, 0.06, 0.2 + length * 0.8).turned(360.0 * i / petals));
        }
        Solid heart = Solids.ball(20, 10).stretched(0.27, 0.16, 0.27).moved(0, 0.05, 0);
        Solid stem = Solids.lathe(12, Profile.straight(3, 0, -1.4, 0.055, -1.4, 0.05, 0, 0, 0));
        Solid leaf = Solids.ball(14, 8).stretched(0.14, 0.05, 0.32).pitched(-35);
        return List.of(
                new ShapePiece(Solid.joined(wreath).pitched(38), palette.main()),
                new ShapePiece(heart.pitched(38), palette.accent()),
                new ShapePiece(
                        Solid.joined(List.of(
                                stem,
                                leaf.moved(0, -0.8, 0.3).turned(70),
                                leaf.moved(0, -1, 0.3).turned(-80))),
                        Material.paint(0x3C8F44)));
    }

    /** A sitting animal; {@code ear} is its left one, at the head's centre. */
    private static List<ShapePiece> animal(PromptSeed promptSeed, Palette palette, Solid ear, double tail) {
        double plump = promptSeed.between(6, 0.52, 0.72);
        double tilt = promptSeed.between(7, -12, 12);
        double curl = promptSeed.between(8, 0.8, 1.6);
        Solid body = Solids.ball(24, 14).stretched(plump, 0.75, 0.62);
        Solid foot = Solids.ball(12, 7).stretched(0.17, 0.13, 0.26);
        Solid whip = Solids.tail(
                9,
                20,
                v -> 0.1 * StrictMath.pow(StrictMath.sin(StrictMath.PI * v), 0.4),
                v -> new Vec3(
                        0,
                        -0.5 + 0.15 * tail + tail * v * StrictMath.sin(curl * v),
                        -0.5 - 0.55 * StrictMath.min(1, 4 * tail) * StrictMath.sin(StrictMath.PI * 0.8 * v)));
        Solid skull = Solids.ball(24, 14).stretched(0.56, 0.48, 0.48);
        Solid other = mirrored(ear);
        Solid muzzle = Solids.ball(14, 8).stretched(0.17, 0.13, 0.14);
        Solid eye = Solids.ball(12, 7).stretched(0.085, 0.11, 0.06);
        Solid nose = Solids.ball(10, 6).stretched(0.07, 0.05, 0.05).moved(0, -0.06, 0.56);
        Solid belly = Solids.ball(18, 10).stretched(plump * 0.66, 0.5, 0.3).moved(0, -0.1, 0.38);
        List<ShapePiece> head = List.of(
                new ShapePiece(Solid.joined(List.of(skull, ear, other)), palette.main()),
                new ShapePiece(
                        Solid.joined(List.of(muzzle.moved(0.11, -0.16, 0.42), muzzle.moved(-0.11, -0.16, 0.42))),
                        palette.accent()),
                new ShapePiece(
                        Solid.joined(List.of(eye.moved(0.22, 0.08, 0.42), eye.moved(-0.22, 0.08, 0.42))),
                        palette.eyes()),
                new ShapePiece(nose, Palette.ROSE));
        List<ShapePiece> pieces = new ArrayList<>();
        head.forEach(
                piece -> pieces.add(new ShapePiece(piece.solid().rolled(tilt).moved(0, 0.98, 0.18), piece.material())));
        pieces.add(new ShapePiece(Solid.joined(List.of(body, whip)), palette.main()));
        pieces.add(new ShapePiece(
                Solid.joined(List.of(belly, foot.moved(0.3, -0.62, 0.5), foot.moved(-0.3, -0.62, 0.5))),
                palette.accent()));
        return pieces;
    }

    private static Solid ear(double width, double height, double depth) {
        Profile sides = Profile.straight(4, 0, 0, 1, 0, 0, 1);
        return Solids.lathe(20, sides).stretched(width, height, depth).rolled(-16);
    }

    private static Solid mirrored(Solid solid) {
        return Solid.facingOut(
                solid.points().stream().map(p -> new Vec3(-p.x(), p.y(), p.z())).toList(), solid.triangles());
    }
}
