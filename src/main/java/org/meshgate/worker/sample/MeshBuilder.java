package org.meshgate.worker.sample;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects solids by material and turns them into mesh parts: normalized to one metre, with vertex normals. */
final class MeshBuilder {

    /** Faces that meet at less than this angle, 40 degrees, are shaded as one smooth surface. */
    private static final double SMOOTH_COSINE = StrictMath.cos(StrictMath.toRadians(40));

    /** Triangles below this doubled area, in square metres, are dropped: their normals are rounding errors. */
    private static final double MIN_DOUBLED_AREA = 1e-9;

    private final Map<Material, List<Solid>> solids = new LinkedHashMap<>();

    MeshBuilder add(Material material, Solid solid) {
        solids.computeIfAbsent(material, key -> new ArrayList<>()).add(solid);
        return this;
    }

    /** Adds a solid and its mirror image on the other side. */
    MeshBuilder addPair(Material material, Solid solid) {
        return add(material, solid).add(material, solid.mirrored());
    }

    /**
     * One part per material, in the order of their first use; centred at the origin, the greatest extent 1 metre.
     *
     * @param stretch positive scale factors along the axes, applied before the size is normalized
     */
    List<MeshPart> build(Vec3 stretch) {
        solids.values().forEach(list -> list.replaceAll(s -> s.scaled(stretch.x(), stretch.y(), stretch.z())));
        List<Vec3> points = solids.values().stream()
                .flatMap(List::stream)
                .flatMap(solid -> solid.points().stream())
                .toList();
        Vec3 low = points.stream().reduce(points.get(0), Vec3::min);
        Vec3 high = points.stream().reduce(points.get(0), Vec3::max);
        Vec3 centre = low.plus(high).times(0.5);
        Vec3 extent = high.minus(low);
        double scale = 1 / Math.max(extent.x(), Math.max(extent.y(), extent.z()));
        return solids.entrySet().stream()
                .map(entry -> part(
                        entry.getKey(),
                        entry.getValue().stream()
                                .map(solid -> solid.mapped(
                                        p -> p.minus(centre).times(scale).toFloats()))
                                .toList()))
                .toList();
    }

    private static MeshPart part(Material material, List<Solid> solids) {
        Map<MeshPart.Corner, Integer> corners = new LinkedHashMap<>();
        List<Integer> indices = new ArrayList<>();
        solids.forEach(solid -> addFaces(solid, corners, indices));
        return new MeshPart(material, List.copyOf(corners.keySet()), indices);
    }

    /** Each corner of a face gets the area-weighted normal of those faces at the same point that are smooth with it. */
    private static void addFaces(Solid solid, Map<MeshPart.Corner, Integer> corners, List<Integer> indices) {
        List<Vec3> points = solid.points();
        List<List<Vec3>> facesAt = new ArrayList<>();
        points.forEach(point -> facesAt.add(new ArrayList<>()));
        Map<Solid.Triangle, Vec3> faces = new LinkedHashMap<>();
        for (Solid.Triangle t : solid.triangles()) {
            Vec3 a = points.get(t.a());
            Vec3 face = points.get(t.b()).minus(a).cross(points.get(t.c()).minus(a));
            if (face.length() > MIN_DOUBLED_AREA) {
                faces.put(t, face);
                List.of(t.a(), t.b(), t.c()).forEach(point -> facesAt.get(point).add(face));
            }
        }
        faces.forEach((t, face) -> {
            for (int point : List.of(t.a(), t.b(), t.c())) {
                Vec3 normal = smoothNormal(face, facesAt.get(point)).toFloats();
                MeshPart.Corner corner = new MeshPart.Corner(points.get(point), normal);
                corners.putIfAbsent(corner, corners.size());
                indices.add(corners.get(corner));
            }
        });
    }

    private static Vec3 smoothNormal(Vec3 face, List<Vec3> neighbours) {
        Vec3 sum = Vec3.ZERO;
        for (Vec3 neighbour : neighbours) {
            if (face.dot(neighbour) >= SMOOTH_COSINE * face.length() * neighbour.length()) {
                sum = sum.plus(neighbour);
            }
        }
        return sum.unit();
    }
}
