package org.meshgate.worker.sample;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The last steps from pieces to a mesh: one part per material, brought to size, with normals. */
final class MeshFinisher {

    /** Faces that meet at less than this angle, 40 degrees, look like one smooth surface; others have an edge. */
    private static final double SMOOTH_COSINE = StrictMath.cos(StrictMath.toRadians(40));

    /** Twice the area, in square metres, below which a triangle cannot be seen and its normal is only rounding. */
    private static final double MIN_SIZE = 1e-9;

    private MeshFinisher() {}

    /** Centred at the origin, its greatest extent 1 metre. */
    static List<MeshPart> of(List<ShapePiece> pieces) {
        Map<Material, List<Solid>> byMaterial = new LinkedHashMap<>();
        pieces.forEach(piece -> byMaterial
                .computeIfAbsent(piece.material(), material -> new ArrayList<>())
                .add(piece.solid()));
        List<Vec3> all = pieces.stream()
                .flatMap(piece -> piece.solid().points().stream())
                .toList();
        Vec3 low = all.stream().reduce(all.get(0), Vec3::least);
        Vec3 high = all.stream().reduce(all.get(0), Vec3::greatest);
        Vec3 centre = low.plus(high).times(0.5);
        Vec3 extent = high.minus(low);
        double scale = 1 / Math.max(extent.x(), Math.max(extent.y(), extent.z()));
        List<MeshPart> parts = new ArrayList<>();
        byMaterial.forEach((material, solids) -> parts.add(shaded(
                material,
                Solid.joined(solids).mapped(p -> p.minus(centre).times(scale).toFloats()))));
        return parts;
    }

    /**
     * Normals by area: at each corner of a face, the sum over those faces at the same point that are smooth with it. A face
     * therefore never disagrees with its normals, and the edges of a box stay sharp.
     */
    private static MeshPart shaded(Material material, Solid solid) {
        List<Vec3> points = solid.points();
        List<List<Vec3>> facesAt = new ArrayList<>();
        points.forEach(point -> facesAt.add(new ArrayList<>()));
        Map<Solid.Triangle, Vec3> faces = new LinkedHashMap<>();
        for (Solid.Triangle t : solid.triangles()) {
            Vec3 a = points.get(t.a());
            Vec3 face = points.get(t.b()).minus(a).cross(points.get(t.c()).minus(a));
            if (face.length() > MIN_SIZE) {
                faces.put(t, face);
                facesAt.get(t.a()).add(face);
                facesAt.get(t.b()).add(face);
                facesAt.get(t.c()).add(face);
            }
        }
        Map<MeshPart.Corner, Integer> corners = new LinkedHashMap<>();
        List<Integer> indices = new ArrayList<>();
        faces.forEach((t, face) -> {
            for (int place : List.of(t.a(), t.b(), t.c())) {
                Vec3 normal = smooth(face, facesAt.get(place)).toFloats();
                MeshPart.Corner corner = new MeshPart.Corner(points.get(place), normal);
                corners.putIfAbsent(corner, corners.size());
                indices.add(corners.get(corner));
            }
        });
        return new MeshPart(material, List.copyOf(corners.keySet()), indices);
    }

    private static Vec3 smooth(Vec3 face, List<Vec3> neighbours) {
        Vec3 sum = Vec3.ZERO;
        for (Vec3 neighbour : neighbours) {
            if (face.dot(neighbour) >= SMOOTH_COSINE * face.length() * neighbour.length()) {
                sum = sum.plus(neighbour);
            }
        }
        return sum.unit();
    }
}
