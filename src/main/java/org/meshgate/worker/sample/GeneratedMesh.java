package org.meshgate.worker.sample;

import java.util.Arrays;

/**
 * A finished mesh.
 *
 * @param glb the whole file, binary glTF 2.0; the array is not copied, and nobody may change it
 * @param vertexCount vertices in the file; a point on a sharp edge counts once for each side
 * @param faceCount triangles in the file
 */
public record GeneratedMesh(byte[] glb, int vertexCount, int faceCount) {

    /** The media type of {@code glb}, from glTF 2.0, section 4.2. */
    public static final String MEDIA_TYPE = "model/gltf-binary";

    @Override
    public boolean equals(Object other) {
        return other instanceof GeneratedMesh mesh && Arrays.equals(glb, mesh.glb);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(glb);
    }
}
