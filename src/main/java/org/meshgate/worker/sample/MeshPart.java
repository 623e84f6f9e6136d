package org.meshgate.worker.sample;

import java.util.List;

/**
 * The triangles of one material.
 *
 * @param material the surface of all triangles
 * @param corners vertices with normals; a point on a sharp edge occurs once for each side
 * @param indices three indices into {@code corners} for each triangle, counter-clockwise from outside
 */
record MeshPart(Material material, List<Corner> corners, List<Integer> indices) {

    /**
     * A vertex.
     *
     * @param position in metres, rounded to floats
     * @param normal of length 1, rounded to floats
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
