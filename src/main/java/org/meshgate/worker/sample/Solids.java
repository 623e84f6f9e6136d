package org.meshgate.worker.sample;

import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;

/** The few kinds of solids of which all forms are put together. */
final class Solids {

    private static final double TURN = 2 * StrictMath.PI;

    private Solids() {}

    /** A ball of radius 1. */
    static Solid ball(int columns, int rows) {
        return superball(columns, rows, 1, 1);
    }

    /** A box from -1 to 1 with slightly rounded edges. */
    static Solid box(int columns, int rows) {
        return superball(columns, rows, 0.16, 0.16);
    }

    /**
     * A superellipsoid of radius 1: exponents of 1 make a ball, near 0 a box, 2 an octahedron.
     *
     * @param across the exponent of the cut across the y axis
     * @param along the exponent of the cut along the y axis
     */
    static Solid superball(int columns, int rows, double across, double along) {
        return SurfaceGrid.capped(columns, rows, (u, v) -> {
            double longitude = TURN * u;
            double latitude = StrictMath.PI * (v - 0.5);
            double ring = power(StrictMath.cos(latitude), along);
            return new Vec3(
                    ring * power(StrictMath.cos(longitude), across),
                    power(StrictMath.sin(latitude), along),
                    ring * power(StrictMath.sin(longitude), across));
        });
    }

    /** A line turned about the y axis. */
    static Solid lathe(int columns, Profile profile) {
        return lathe(columns, profile, Section.round(), 0);
    }

    /**
     * A line turned about the y axis.
     *
     * @param twist how far the section has turned after a height of 1; radians
     */
    static Solid lathe(int columns, Profile profile, Section section, double twist) {
        int rows = profile.points().size() - 1;
        return SurfaceGrid.capped(columns, rows, (u, v) -> {
            Profile.Point point = profile.points().get((int) StrictMath.rint(v * rows));
            double radius = point.radius() * section.at(TURN * u);
            double angle = TURN * u + twist * point.height();
            return new Vec3(radius * StrictMath.sin(angle), point.height(), radius * StrictMath.cos(angle));
        });
    }

    /**
     * A tube along a closed curve.
     *
     * @param curve a point for 0 to 1; 1 is 0 again
     * @param outward a direction for 0 to 1, never along the curve, by which the tube is laid
     */
    static Solid loop(int columns, int rows, double radius, DoubleFunction<Vec3> curve, DoubleFunction<Vec3> outward) {
        return SurfaceGrid.looped(columns, rows, (u, v) -> onTube(u, v, radius, curve, outward.apply(v)));
    }

    /** A tube along an open curve in the plane of y and z; its radius must be 0 at both ends. */
    static Solid tail(int columns, int rows, DoubleUnaryOperator radius, DoubleFunction<Vec3> curve) {
        return SurfaceGrid.capped(
                columns, rows, (u, v) -> onTube(u, v, radius.applyAsDouble(v), curve, new Vec3(1, 0, 0)));
    }

    private static Vec3 onTube(double u, double v, double radius, DoubleFunction<Vec3> curve, Vec3 outward) {
        double step = 1e-4;
        Vec3 along = curve.apply(v + step).minus(curve.apply(v - step)).unit();
        Vec3 out = outward.minus(along.times(outward.dot(along))).unit();
        Vec3 side = along.cross(out);
        return curve.apply(v)
                .plus(out.times(radius * StrictMath.cos(TURN * u)))
                .plus(side.times(radius * StrictMath.sin(TURN * u)));
    }

    /** A power that keeps the sign; what is 0 but for rounding stays 0, also with small exponents. */
    private static double power(double base, double exponent) {
        double size = Math.abs(base);
        return size < 1e-12 ? 0 : Math.signum(base) * StrictMath.pow(size, exponent);
    }
}
