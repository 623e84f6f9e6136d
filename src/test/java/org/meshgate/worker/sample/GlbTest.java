package org.meshgate.worker.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.javagl.jgltf.model.AccessorFloatData;
import de.javagl.jgltf.model.AccessorModel;
import de.javagl.jgltf.model.AccessorShortData;
import de.javagl.jgltf.model.GltfModel;
import de.javagl.jgltf.model.MeshPrimitiveModel;
import de.javagl.jgltf.model.io.GltfModelReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads the generated files with an independent glTF reader. */
class GlbTest {

    private final SampleModel model = new SampleModel();

    static Stream<String> prompts() {
        Stream<String> everyShape =
                Arrays.stream(Shape.values()).map(shape -> "a " + shape.name().toLowerCase(Locale.ROOT));
        Stream<String> unknown = IntStream.range(0, 20).mapToObj(i -> "thing number " + i);
        Stream<String> weird = Stream.of(
                "",
                " ",
                "x".repeat(4000),
                "a cat ".repeat(700),
                "🐱🚀 ✨",
                "\u0000\u0007\u001b[31m\r\n\t",
                "\ud83d lone",
                "\udc00\ud800",
                "\"}],{\\",
                "猫の形をした赤い花瓶",
                "İstanbul ﬁne Ǆ");
        return Stream.of(everyShape, unknown, weird).flatMap(prompts -> prompts);
    }

    @ParameterizedTest
    @MethodSource("prompts")
    void containerIsAlignedAndStatesItsLength(String prompt) {
        // When
        ByteBuffer file = ByteBuffer.wrap(model.generate(prompt).glb()).order(ByteOrder.LITTLE_ENDIAN);

        // Then the header is that of glTF 2.0, section 4.4
        assertThat(file.getInt(0)).as("magic").isEqualTo(0x46546C67);
        assertThat(file.getInt(4)).as("version").isEqualTo(2);
        assertThat(file.getInt(8)).as("length").isEqualTo(file.capacity());

        // And two chunks fill it, each a multiple of 4 bytes
        int json = file.getInt(12);
        int binary = file.getInt(20 + json);
        assertThat(file.getInt(16)).as("type of chunk 0").isEqualTo(0x4E4F534A);
        assertThat(file.getInt(24 + json)).as("type of chunk 1").isEqualTo(0x004E4942);
        assertThat(json % 4).isZero();
        assertThat(binary % 4).isZero();
        assertThat(20 + json + 8 + binary).isEqualTo(file.capacity());
        assertThat((char) file.get(20)).isEqualTo('{');
        assertThat((char) file.get(19 + json)).isIn('}', ' ');
    }

    @ParameterizedTest
    @MethodSource("prompts")
    void readerFindsTheCountedTrianglesWithIndicesInRange(String prompt) throws IOException {
        // When
        GeneratedMesh mesh = model.generate(prompt);

        // Then
        List<MeshPrimitiveModel> primitives = read(mesh);
        assertThat(primitives).isNotEmpty();
        int vertices = 0;
        int faces = 0;
        for (MeshPrimitiveModel primitive : primitives) {
            int count = position(primitive).getCount();
            assertThat(primitive.getMode()).as("triangles").isEqualTo(4);
            assertThat(primitive.getAttributes().get("NORMAL").getCount()).isEqualTo(count);
            assertThat(indices(primitive)).allSatisfy(index -> assertThat(index).isBetween(0, count - 1));
            vertices += count;
            faces += primitive.getIndices().getCount() / 3;
        }
        assertThat(mesh.vertexCount()).isEqualTo(vertices);
        assertThat(mesh.faceCount()).isEqualTo(faces).isBetween(500, 4000);
    }

    @ParameterizedTest
    @MethodSource("prompts")
    void positionsAreWithinTheStatedBoundsAndTheUnitBox(String prompt) throws IOException {
        for (MeshPrimitiveModel primitive : read(model.generate(prompt))) {
            AccessorFloatData data = floats(position(primitive));
            for (int axis = 0; axis < 3; axis++) {
                int component = axis;
                double[] values = IntStream.range(0, data.getNumElements())
                        .mapToDouble(i -> data.get(i, component))
                        .toArray();
                assertThat(Arrays.stream(values).min().orElseThrow())
                        .isEqualTo((float) position(primitive).getMin()[axis].doubleValue())
                        .isGreaterThanOrEqualTo(-0.50001);
                assertThat(Arrays.stream(values).max().orElseThrow())
                        .isEqualTo((float) position(primitive).getMax()[axis].doubleValue())
                        .isLessThanOrEqualTo(0.50001);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("prompts")
    void normalsHaveLengthOneAndAgreeWithTheWinding(String prompt) throws IOException {
        for (MeshPrimitiveModel primitive : read(model.generate(prompt))) {
            List<Vec3> positions = vectors(position(primitive));
            List<Vec3> normals = vectors(primitive.getAttributes().get("NORMAL"));
            assertThat(normals).allSatisfy(normal -> assertThat(normal.length()).isCloseTo(1, within(1e-5)));
            List<Integer> indices = indices(primitive);
            for (int i = 0; i < indices.size(); i += 3) {
                Vec3 a = positions.get(indices.get(i));
                Vec3 face = positions
                        .get(indices.get(i + 1))
                        .minus(a)
                        .cross(positions.get(indices.get(i + 2)).minus(a));
                for (int corner = i; corner < i + 3; corner++) {
                    assertThat(face.dot(normals.get(indices.get(corner))))
                            .as("triangle %d", i / 3)
                            .isPositive();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("prompts")
    void facesPointOutwards(String prompt) throws IOException {
        for (MeshPrimitiveModel primitive : read(model.generate(prompt))) {
            // When the volume is measured that the triangles enclose
            List<Vec3> positions = vectors(position(primitive));
            List<Integer> indices = indices(primitive);
            double volume = 0;
            for (int i = 0; i < indices.size(); i += 3) {
                volume += positions
                                .get(indices.get(i))
                                .dot(positions.get(indices.get(i + 1)).cross(positions.get(indices.get(i + 2))))
                        / 6;
            }

            // Then it is positive, as it is when counter-clockwise is outside
            assertThat(volume).isPositive();
        }
    }

    @Test
    void generatorNameAndBufferTargetsAreWritten() throws IOException {
        // Given
        byte[] glb = model.generate("a red cube").glb();
        int length = ByteBuffer.wrap(glb).order(ByteOrder.LITTLE_ENDIAN).getInt(12);

        // When
        JsonNode json = new ObjectMapper().readTree(glb, 20, length);

        // Then
        assertThat(json.at("/asset/version").asText()).isEqualTo("2.0");
        assertThat(json.at("/asset/generator").asText())
                .isEqualTo("Meshgate sample worker (a procedural shape, not a model)");
        assertThat(json.at("/meshes/0/name").asText()).isEqualTo("cube");
        for (JsonNode primitive : json.at("/meshes/0/primitives")) {
            assertThat(target(json, primitive.at("/attributes/POSITION"))).isEqualTo(34962);
            assertThat(target(json, primitive.at("/attributes/NORMAL"))).isEqualTo(34962);
            assertThat(target(json, primitive.at("/indices"))).isEqualTo(34963);
            assertThat(json.at("/materials").get(primitive.at("/material").asInt()))
                    .isNotNull();
        }
        for (JsonNode view : json.at("/bufferViews")) {
            assertThat(view.at("/byteOffset").asInt() % 4).isZero();
        }
    }

    private static int target(JsonNode json, JsonNode accessor) {
        int view = json.at("/accessors").get(accessor.asInt()).at("/bufferView").asInt();
        return json.at("/bufferViews").get(view).at("/target").asInt();
    }

    private static List<MeshPrimitiveModel> read(GeneratedMesh mesh) throws IOException {
        GltfModel file = new GltfModelReader().readWithoutReferences(new ByteArrayInputStream(mesh.glb()));
        assertThat(file.getSceneModels()).hasSize(1);
        assertThat(file.getMeshModels()).hasSize(1);
        return file.getMeshModels().get(0).getMeshPrimitiveModels();
    }

    private static AccessorModel position(MeshPrimitiveModel primitive) {
        return primitive.getAttributes().get("POSITION");
    }

    private static AccessorFloatData floats(AccessorModel accessor) {
        return (AccessorFloatData) accessor.getAccessorData();
    }

    private static List<Vec3> vectors(AccessorModel accessor) {
        AccessorFloatData data = floats(accessor);
        return IntStream.range(0, data.getNumElements())
                .mapToObj(i -> new Vec3(data.get(i, 0), data.get(i, 1), data.get(i, 2)))
                .toList();
    }

    private static List<Integer> indices(MeshPrimitiveModel primitive) {
        AccessorShortData data = (AccessorShortData) primitive.getIndices().getAccessorData();
        return IntStream.range(0, data.getNumElements()).mapToObj(data::getInt).toList();
    }
}
