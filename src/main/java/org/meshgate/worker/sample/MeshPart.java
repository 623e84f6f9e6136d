package org.meshgate.worker.sample;

import java.util.List;

/**
 * Triangles of one material, ready for a file.
 *
 * @param material how they look
 * @param corners each with its own normal; a point on an edge is there several times
 * @param indices three places in {@code corners} for each triangle, counter-clockwise from outside
 */
record MeshPart(Material material, List<Corner> corners, List<Integer> indices) {

    /**
     * A vertex.
     *
     * @param position rounded to floats; metres
     * @param normal length 1, rounded to floats
     */
    record Corner(Vec3 position, Vec3 normal) {}

    MeshPart {
        corners = List.copyOf(corners);
        indices = List.copyOf(indices);
    }

    int faceCount() {
        return indices.size() / 3;
    }
}
