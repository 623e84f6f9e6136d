package org.meshgate.worker.sample;

/** What a turned body looks like when cut across its axis: the distance from the axis by the angle. */
interface Section {

    /** A factor above 0 for an angle in radians from 0 to less than 2π. */
    double at(double angle);

    static Section round() {
        return angle -> 1;
    }

    /** Waves round the body: {@code 1 ± depth}. */
    static Section fluted(int flutes, double depth) {
        return angle -> 1 + depth * StrictMath.cos(flutes * angle);
    }

    /** Straight sides; the corners are at multiples of 2π / {@code corners}, the first at angle 0. */
    static Section polygon(int corners) {
        return zigzag(corners, 1, 1);
    }

    /** Straight sides from {@code points} outer corners at 1 to as many inner corners. */
    static Section star(int points, double inner) {
        return zigzag(2 * points, 1, inner);
    }

    private static Section zigzag(int corners, double even, double odd) {
        double side = 2 * StrictMath.PI / corners;
        return angle -> {
            // The small addition keeps a corner that was rounded down on its own side.
            int number = (int) (angle / side + 1e-9);
            double along = angle - number * side;
            double from = number % 2 == 0 ? even : odd;
            double to = number % 2 == 0 ? odd : even;
            return from
                    * to
                    * StrictMath.sin(side)
                    / (from * StrictMath.sin(along) + to * StrictMath.sin(side - along));
        };
    }
}
