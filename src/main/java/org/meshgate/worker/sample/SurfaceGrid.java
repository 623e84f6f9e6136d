package org.meshgate.worker.sample;

import java.util.ArrayList;
import java.util.List;

/** Makes closed surfaces from a function over a grid of columns, which always go round, and rows. */
final class SurfaceGrid {

    /** A surface over the unit square. */
    interface Surface {

        /**
         * @param u from 0 to less than 1, along the columns
         * @param v from 0 to 1, along the rows
         */
        Vec3 at(double u, double v);
    }

    private SurfaceGrid() {}

    /** Like a globe: the first and the last row are one point each. */
    static Solid capped(int columns, int rows, Surface surface) {
        List<Vec3> points = new ArrayList<>();
        for (int row = 1; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                points.add(surface.at((double) column / columns, (double) row / rows));
            }
        }
        int first = points.size();
        int last = first + 1;
        points.add(surface.at(0, 0));
        points.add(surface.at(0, 1));
        List<Solid.Triangle> triangles = new ArrayList<>();
        int lastRow = (rows - 2) * columns;
        for (int column = 0; column < columns; column++) {
            int next = (column + 1) % columns;
            triangles.add(new Solid.Triangle(first, next, column));
            for (int row = 0; row < lastRow; row += columns) {
                quad(points, triangles, row + column, row + next, row + columns + next, row + columns + column);
            }
            triangles.add(new Solid.Triangle(lastRow + column, lastRow + next, last));
        }
        return Solid.facingOut(points, triangles);
    }

    /** Like a ring: the last row is followed by the first. */
    static Solid looped(int columns, int rows, Surface surface) {
        List<Vec3> points = new ArrayList<>();
        List<Solid.Triangle> triangles = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                points.add(surface.at((double) column / columns, (double) row / rows));
            }
        }
        for (int row = 0; row < rows; row++) {
            int here = row * columns;
            int above = (row + 1) % rows * columns;
            for (int column = 0; column < columns; column++) {
                int next = (column + 1) % columns;
                quad(points, triangles, here + column, here + next, above + next, above + column);
            }
        }
        return Solid.facingOut(points, triangles);
    }

    /** Split along the shorter diagonal, which looks smoother where the surface is twisted. */
    private static void quad(List<Vec3> points, List<Solid.Triangle> triangles, int a, int b, int c, int d) {
        double ac = points.get(a).minus(points.get(c)).length();
        double bd = points.get(b).minus(points.get(d)).length();
        if (ac <= bd) {
            triangles.add(new Solid.Triangle(a, b, c));
            triangles.add(new Solid.Triangle(a, c, d));
        } else {
            triangles.add(new Solid.Triangle(a, b, d));
            triangles.add(new Solid.Triangle(b, c, d));
        }
    }
}
