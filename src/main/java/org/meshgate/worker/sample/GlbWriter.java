package org.meshgate.worker.sample;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes binary glTF 2.0 (the Khronos specification, ISO/IEC 12113): one scene with one node and one mesh, each part a
 * primitive with a material. The JSON is built as a tree, because records would have to be registered for the native
 * image.
 */
final class GlbWriter {

    private static final String GENERATOR = "Meshgate sample worker (a procedural shape, not a model)";

    // Section 4.4, "Binary glTF layout".
    private static final int MAGIC = 0x46546C67;
    private static final int VERSION = 2;
    private static final int CHUNK_JSON = 0x4E4F534A;
    private static final int CHUNK_BIN = 0x004E4942;
    private static final int HEADER_BYTES = 12;
    private static final int CHUNK_HEADER_BYTES = 8;
    private static final int ALIGNMENT = 4;

    // Sections 5.1.3, 5.11.5 and 5.24.4.
    private static final int UNSIGNED_SHORT = 5123;
    private static final int FLOAT = 5126;
    private static final int ARRAY_BUFFER = 34962;
    private static final int ELEMENT_ARRAY_BUFFER = 34963;
    private static final int TRIANGLES = 4;

    /** Section 3.7.2.1: index 65535 is reserved for primitive restart. */
    private static final int MAX_CORNERS = 65535;

    private final ObjectNode root = JsonNodeFactory.instance.objectNode();
    private final ArrayNode bufferViews;
    private final ArrayNode accessors;
    private final ByteArrayOutputStream binary = new ByteArrayOutputStream();

    private GlbWriter(String name, List<MeshPart> parts) {
        root.putObject("asset").put("version", "2.0").put("generator", GENERATOR);
        root.put("scene", 0);
        root.putArray("scenes").addObject().putArray("nodes").add(0);
        root.putArray("nodes").addObject().put("name", name).put("mesh", 0);
        ObjectNode mesh = root.putArray("meshes").addObject().put("name", name);
        ArrayNode primitives = mesh.putArray("primitives");
        ArrayNode materials = root.putArray("materials");
        accessors = root.putArray("accessors");
        bufferViews = root.putArray("bufferViews");
        for (MeshPart part : parts) {
            material(materials.addObject(), part.material());
            primitive(primitives.addObject(), part).put("material", materials.size() - 1);
        }
        root.putArray("buffers").addObject().put("byteLength", binary.size());
    }

    /**
     * @param name the name of the node and the mesh; valid Unicode
     * @param parts at least one, each with at most 65535 corners
     */
    static byte[] write(String name, List<MeshPart> parts) {
        return new GlbWriter(name, parts).container();
    }

    private static void material(ObjectNode node, Material material) {
        ObjectNode pbr = node.putObject("pbrMetallicRoughness");
        pbr.putArray("baseColorFactor")
                .add(rounded(material.red()))
                .add(rounded(material.green()))
                .add(rounded(material.blue()))
                .add(1);
        pbr.put("metallicFactor", rounded(material.metallic()));
        pbr.put("roughnessFactor", rounded(material.roughness()));
    }

    private ObjectNode primitive(ObjectNode node, MeshPart part) {
        if (part.corners().size() > MAX_CORNERS) {
            throw new IllegalArgumentException("more than " + MAX_CORNERS + " corners");
        }
        List<Vec3> positions =
                part.corners().stream().map(MeshPart.Corner::position).toList();
        List<Vec3> normals =
                part.corners().stream().map(MeshPart.Corner::normal).toList();
        ByteBuffer indices = littleEndian(aligned(2 * part.indices().size()));
        part.indices().forEach(index -> indices.putShort(index.shortValue()));

        ObjectNode attributes = node.putObject("attributes");
        ObjectNode position = accessor("VEC3", FLOAT, positions.size(), floats(positions), ARRAY_BUFFER);
        bounds(position, positions);
        attributes.put("POSITION", accessors.size() - 1);
        accessor("VEC3", FLOAT, normals.size(), floats(normals), ARRAY_BUFFER);
        attributes.put("NORMAL", accessors.size() - 1);
        accessor("SCALAR", UNSIGNED_SHORT, part.indices().size(), indices, ELEMENT_ARRAY_BUFFER);
        node.put("indices", accessors.size() - 1);
        return node.put("mode", TRIANGLES);
    }

    /** Adds an accessor with its own buffer view; views are aligned to 4 bytes (section 3.6.2.4). */
    private ObjectNode accessor(String type, int componentType, int count, ByteBuffer bytes, int target) {
        int used = count * (type.equals("VEC3") ? 3 * Float.BYTES : Short.BYTES);
        bufferViews
                .addObject()
                .put("buffer", 0)
                .put("byteOffset", binary.size())
                .put("byteLength", used)
                .put("target", target);
        binary.writeBytes(bytes.array());
        return accessors
                .addObject()
                .put("bufferView", bufferViews.size() - 1)
                .put("componentType", componentType)
                .put("count", count)
                .put("type", type);
    }

    /** Adds the exact bounds, which are required for positions (sections 3.6.2.5 and 3.7.2.1). */
    private static void bounds(ObjectNode accessor, List<Vec3> positions) {
        Vec3 low = positions.stream().reduce(positions.get(0), Vec3::min);
        Vec3 high = positions.stream().reduce(positions.get(0), Vec3::max);
        vector(accessor.putArray("min"), low);
        vector(accessor.putArray("max"), high);
    }

    /** Writes all digits: the shortest form of a float differs between Java releases, and equal bytes are promised. */
    private static void vector(ArrayNode node, Vec3 value) {
        node.add(new BigDecimal(value.x())).add(new BigDecimal(value.y())).add(new BigDecimal(value.z()));
    }

    private static BigDecimal rounded(double value) {
        return new BigDecimal(value).setScale(4, RoundingMode.HALF_EVEN);
    }

    private static ByteBuffer floats(List<Vec3> vectors) {
        ByteBuffer bytes = littleEndian(3 * Float.BYTES * vectors.size());
        vectors.forEach(
                v -> bytes.putFloat((float) v.x()).putFloat((float) v.y()).putFloat((float) v.z()));
        return bytes;
    }

    /** Section 4.4: chunks are padded to 4 bytes, JSON with spaces, binary with zeros. */
    private byte[] container() {
        byte[] json = root.toString().getBytes(StandardCharsets.UTF_8);
        int jsonBytes = aligned(json.length);
        int total = HEADER_BYTES + CHUNK_HEADER_BYTES + jsonBytes + CHUNK_HEADER_BYTES + binary.size();
        ByteBuffer file = littleEndian(total);
        file.putInt(MAGIC).putInt(VERSION).putInt(total);
        file.putInt(jsonBytes).putInt(CHUNK_JSON).put(json);
        for (int i = json.length; i < jsonBytes; i++) {
            file.put((byte) ' ');
        }
        file.putInt(binary.size()).putInt(CHUNK_BIN).put(binary.toByteArray());
        return file.array();
    }

    private static int aligned(int length) {
        return (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    private static ByteBuffer littleEndian(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
