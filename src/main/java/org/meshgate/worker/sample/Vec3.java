package org.meshgate.worker.sample;

/** A point or a direction, right-handed with y up and z to the front (glTF 2.0, section 3.4). */
record Vec3(double x, double y, double z) {

    static final Vec3 ZERO = new Vec3(0, 0, 0);

    Vec3 plus(Vec3 other) {
        return new Vec3(x + other.x, y + other.y, z + other.z);
    }

    Vec3 minus(Vec3 other) {
        return new Vec3(x - other.x, y - other.y, z - other.z);
    }

    Vec3 times(double factor) {
        return new Vec3(x * factor, y * factor, z * factor);
    }

    double dot(Vec3 other) {
        return x * other.x + y * other.y + z * other.z;
    }

    Vec3 cross(Vec3 other) {
        return new Vec3(y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x);
    }

    double length() {
        return StrictMath.sqrt(dot(this));
    }

    /** Normalizes to length 1. Undefined for {@link #ZERO}. */
    Vec3 unit() {
        return times(1 / length());
    }

    /** Rounds to single precision, as the file stores it. */
    Vec3 toFloats() {
        return new Vec3((float) x, (float) y, (float) z);
    }

    Vec3 min(Vec3 other) {
        return new Vec3(Math.min(x, other.x), Math.min(y, other.y), Math.min(z, other.z));
    }

    Vec3 max(Vec3 other) {
        return new Vec3(Math.max(x, other.x), Math.max(y, other.y), Math.max(z, other.z));
    }
}
