package org.meshgate.worker.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A closed triangle mesh, counter-clockwise when seen from outside.
 *
 * @param points the vertices, shared between triangles
 * @param triangles three indices into {@code points} each
 */
record Solid(List<Vec3> points, List<Triangle> triangles) {

    private static final double TURN = 2 * StrictMath.PI;

    /** Exponent of the superellipsoid that looks like a box with slightly rounded edges. */
    private static final double BOX_EXPONENT = 0.16;

    /** Indices of the three corners of a triangle. */
    record Triangle(int a, int b, int c) {}

    /** A surface over the unit square: {@code u} runs around the y axis, {@code v} from the bottom to the top. */
    private interface Surface {

        Vec3 at(double u, double v);
    }

    Solid {
        points = List.copyOf(points);
        triangles = List.copyOf(triangles);
    }

    /** A sphere of radius 1. */
    static Solid ball(int columns) {
        return superellipsoid(columns, 1);
    }

    /** A box from -1 to 1 on each axis, with slightly rounded edges. */
    static Solid box(int columns) {
        return superellipsoid(columns, BOX_EXPONENT);
    }

    /** A cylinder of radius 1 around the y axis, from -1 to 1. */
    static Solid cylinder(int columns) {
        return frustum(columns, 1, 1);
    }

    /** A cone around the y axis: radius 1 at -1, its tip at 1. */
    static Solid cone(int columns) {
        return frustum(columns, 1, 0);
    }

    /** A cone cut off at the top, around the y axis from -1 to 1; four columns make a pyramid along x and z. */
    static Solid frustum(int columns, double bottom, double top) {
        int rows = Math.max(1, columns / 8) + 2;
        return closed(columns, rows, (u, v) -> {
            double height = Math.min(1, Math.max(0, (v * rows - 1) / (rows - 2)));
            double radius = v == 0 || v == 1 ? 0 : bottom + height * (top - bottom);
            double angle = TURN * (u + 0.5 / columns);
            return new Vec3(radius * StrictMath.sin(angle), 2 * height - 1, radius * StrictMath.cos(angle));
        });
    }

    private static Solid superellipsoid(int columns, double exponent) {
        return closed(columns, columns / 2, (u, v) -> {
            double longitude = TURN * u;
            double latitude = StrictMath.PI * (v - 0.5);
            double ring = power(StrictMath.cos(latitude), exponent);
            return new Vec3(
                    ring * power(StrictMath.sin(longitude), exponent),
                    power(StrictMath.sin(latitude), exponent),
                    ring * power(StrictMath.cos(longitude), exponent));
        });
    }

    /** A power that keeps the sign. Rounding errors around 0 stay 0, even for small exponents. */
    private static double power(double base, double exponent) {
        double size = Math.abs(base);
        return size < 1e-12 ? 0 : Math.signum(base) * StrictMath.pow(size, exponent);
    }

    /** Builds the mesh of a surface whose first and last row are one point each, like the poles of a globe. */
    private static Solid closed(int columns, int rows, Surface surface) {
        List<Vec3> points = new ArrayList<>();
        for (int row = 1; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                points.add(surface.at((double) column / columns, (double) row / rows));
            }
        }
        int bottom = points.size();
        int top = bottom + 1;
        points.add(surface.at(0, 0));
        points.add(surface.at(0, 1));
        List<Triangle> triangles = new ArrayList<>();
        int lastRow = (rows - 2) * columns;
        for (int column = 0; column < columns; column++) {
            int next = (column + 1) % columns;
            triangles.add(new Triangle(bottom, next, column));
            for (int row = 0; row < lastRow; row += columns) {
                triangles.add(new Triangle(row + column, row + next, row + columns + next));
                triangles.add(new Triangle(row + column, row + columns + next, row + columns + column));
            }
            triangles.add(new Triangle(lastRow + column, lastRow + next, top));
        }
        return new Solid(points, triangles);
    }

    Solid moved(double x, double y, double z) {
        return mapped(new Vec3(x, y, z)::plus);
    }

    /** Scales along the axes by positive factors. */
    Solid scaled(double x, double y, double z) {
        return mapped(p -> new Vec3(p.x() * x, p.y() * y, p.z() * z));
    }

    /** Rotates about the x axis, from y towards z. */
    Solid pitched(double degrees) {
        double c = StrictMath.cos(StrictMath.toRadians(degrees));
        double s = StrictMath.sin(StrictMath.toRadians(degrees));
        return mapped(p -> new Vec3(p.x(), p.y() * c - p.z() * s, p.y() * s + p.z() * c));
    }

    /** Rotates about the z axis, from x towards y. */
    Solid rolled(double degrees) {
        double c = StrictMath.cos(StrictMath.toRadians(degrees));
        double s = StrictMath.sin(StrictMath.toRadians(degrees));
        return mapped(p -> new Vec3(p.x() * c - p.y() * s, p.x() * s + p.y() * c, p.z()));
    }

    /** Mirrors left and right. The triangles are reversed, so that they still face outwards. */
    Solid mirrored() {
        List<Vec3> mirrored =
                points.stream().map(p -> new Vec3(-p.x(), p.y(), p.z())).toList();
        return new Solid(
                mirrored,
                triangles.stream().map(t -> new Triangle(t.a(), t.c(), t.b())).toList());
    }

    /** Maps every point. The mapping must preserve the orientation. */
    Solid mapped(UnaryOperator<Vec3> mapping) {
        return new Solid(points.stream().map(mapping).toList(), triangles);
    }
}
