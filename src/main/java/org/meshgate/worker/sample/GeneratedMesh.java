package org.meshgate.worker.sample;

import java.util.Arrays;

/**
 * A generated mesh file.
 *
 * @param glb the file, binary glTF 2.0; the array is not copied and must not be changed
 * @param vertexCount vertices in the file; a point on a sharp edge counts once for each side
 * @param faceCount triangles in the file
 */
public record GeneratedMesh(byte[] glb, int vertexCount, int faceCount) {

    @Override
    public boolean equals(Object other) {
        return other instanceof GeneratedMesh mesh && Arrays.equals(glb, mesh.glb);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(glb);
    }
}
