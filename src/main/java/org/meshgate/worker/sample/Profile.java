package org.meshgate.worker.sample;

import java.util.ArrayList;
import java.util.List;

/**
 * The line that a lathe turns about the y axis. It begins and ends on the axis, so that the turned body is closed; a hollow
 * one has a line that goes up outside and comes down inside.
 */
record Profile(List<Point> points) {

    /** A distance from the axis and a height. */
    record Point(double radius, double height) {}

    Profile {
        points = List.copyOf(points);
    }

    /** Straight from corner to corner, each side cut into {@code steps}; the numbers are radius, height, radius, … */
    static Profile straight(int steps, double... corners) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i + 3 < corners.length; i += 2) {
            for (int step = 0; step < steps; step++) {
                double t = (double) step / steps;
                points.add(new Point(
                        corners[i] + t * (corners[i + 2] - corners[i]),
                        corners[i + 1] + t * (corners[i + 3] - corners[i + 1])));
            }
        }
        points.add(new Point(corners[corners.length - 2], corners[corners.length - 1]));
        return new Profile(points);
    }

    /** A Catmull-Rom curve through the corners, each part cut into {@code steps}; numbers as in {@link #straight}. */
    static Profile smooth(int steps, double... corners) {
        int last = corners.length / 2 - 1;
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < last; i++) {
            int before = Math.max(0, i - 1);
            int after = Math.min(last, i + 2);
            for (int step = 0; step < steps; step++) {
                double t = (double) step / steps;
                double radius = curve(t, corners[2 * before], corners[2 * i], corners[2 * i + 2], corners[2 * after]);
                double height = curve(
                        t, corners[2 * before + 1], corners[2 * i + 1], corners[2 * i + 3], corners[2 * after + 1]);
                points.add(new Point(Math.max(0, radius), height));
            }
        }
        points.add(new Point(corners[2 * last], corners[2 * last + 1]));
        return new Profile(points);
    }

    private static double curve(double t, double before, double from, double to, double after) {
        return 0.5
                * (2 * from
                        + t * (to - before)
                        + t * t * (2 * before - 5 * from + 4 * to - after)
                        + t * t * t * (3 * (from - to) + after - before));
    }
}
