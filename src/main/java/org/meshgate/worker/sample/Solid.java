package org.meshgate.worker.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Closed surfaces of triangles, counter-clockwise when seen from outside.
 *
 * @param points the corners, shared between triangles
 * @param triangles three places in {@code points} each
 */
record Solid(List<Vec3> points, List<Triangle> triangles) {

    /** Three corners of one triangle, as places in a list of points. */
    record Triangle(int a, int b, int c) {

        Triangle reversed() {
            return new Triangle(a, c, b);
        }

        Triangle shifted(int places) {
            return new Triangle(a + places, b + places, c + places);
        }
    }

    Solid {
        points = List.copyOf(points);
        triangles = List.copyOf(triangles);
    }

    /** A closed surface whose triangles agree with each other; turned inside out when the enclosed volume is negative. */
    static Solid facingOut(List<Vec3> points, List<Triangle> triangles) {
        double volume = 0;
        for (Triangle t : triangles) {
            volume += points.get(t.a()).dot(points.get(t.b()).cross(points.get(t.c())));
        }
        return volume >= 0
                ? new Solid(points, triangles)
                : new Solid(points, triangles.stream().map(Triangle::reversed).toList());
    }

    /** Several solids as one; where they overlap nothing is cut away. */
    static Solid joined(List<Solid> solids) {
        List<Vec3> points = new ArrayList<>();
        List<Triangle> triangles = new ArrayList<>();
        for (Solid solid : solids) {
            int places = points.size();
            points.addAll(solid.points);
            solid.triangles.forEach(t -> triangles.add(t.shifted(places)));
        }
        return new Solid(points, triangles);
    }

    Solid moved(double x, double y, double z) {
        return mapped(new Vec3(x, y, z)::plus);
    }

    /** Stretched along the axes, with positive factors. */
    Solid stretched(double x, double y, double z) {
        return mapped(p -> new Vec3(p.x() * x, p.y() * y, p.z() * z));
    }

    /** Turned about the x axis, from y towards z; degrees. */
    Solid pitched(double degrees) {
        double c = StrictMath.cos(StrictMath.toRadians(degrees));
        double s = StrictMath.sin(StrictMath.toRadians(degrees));
        return mapped(p -> new Vec3(p.x(), p.y() * c - p.z() * s, p.y() * s + p.z() * c));
    }

    /** Turned about the y axis, from z towards x; degrees. */
    Solid turned(double degrees) {
        double c = StrictMath.cos(StrictMath.toRadians(degrees));
        double s = StrictMath.sin(StrictMath.toRadians(degrees));
        return mapped(p -> new Vec3(p.x() * c + p.z() * s, p.y(), p.z() * c - p.x() * s));
    }

    /** Turned about the z axis, from x towards y; degrees. */
    Solid rolled(double degrees) {
        double c = StrictMath.cos(StrictMath.toRadians(degrees));
        double s = StrictMath.sin(StrictMath.toRadians(degrees));
        return mapped(p -> new Vec3(p.x() * c - p.y() * s, p.x() * s + p.y() * c, p.z()));
    }

    /** Every point replaced; the change must not turn the surface inside out. */
    Solid mapped(UnaryOperator<Vec3> change) {
        return new Solid(points.stream().map(change).toList(), triangles);
    }
}
