package org.meshgate.worker.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import de.javagl.jgltf.model.GltfModel;
import de.javagl.jgltf.model.io.GltfModelReader;
import de.javagl.jgltf.model.v2.MaterialModelV2;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleModelTest {

    private final SampleModel model = new SampleModel();

    @Test
    void samePromptGivesTheSameBytes() {
        // Given
        byte[] first = model.generate("a lighthouse in the fog").glb();

        // When another model is asked the same
        byte[] second = new SampleModel().generate("a lighthouse in the fog").glb();

        // Then
        assertThat(second).isEqualTo(first);
    }

    @Test
    void differentPromptsDifferInShapeAndInColour() throws IOException {
        Set<GeneratedMesh> meshes = new HashSet<>();
        Set<List<Float>> colours = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            GeneratedMesh mesh = model.generate("idea " + i);
            meshes.add(mesh);
            colours.add(colour(mesh));
        }
        assertThat(meshes).hasSize(100);
        assertThat(colours).hasSize(100);
    }

    @Test
    void promptsThatDifferOnlyInInvalidUnicodeGiveDifferentFiles() {
        assertThat(model.generate("\ud800")).isNotEqualTo(model.generate("\ud801"));
    }

    @Test
    void everyPlainSolidIsGivenToPromptsWithoutAKnownWord() {
        // When
        Set<Shape> shapes = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            shapes.add(Prompt.of("idea " + i).shape());
        }

        // Then
        assertThat(shapes).containsExactlyInAnyOrderElementsOf(Shape.SOLIDS);
    }

    @ParameterizedTest
    @CsvSource({
        "a red chair, 0.6939, 0.0242, 0.0242",
        "RED!, 0.6939, 0.0242, 0.0242",
        "Is it blue? yes, 0.0185, 0.1248, 0.7084",
        "a white cat with black paws, 0.9301, 0.9131, 0.8714"
    })
    void firstColourWordIsTheColourOfTheBody(String prompt, float red, float green, float blue) throws IOException {
        // When
        List<Float> colour = colour(model.generate(prompt));

        // Then it is the linear value of the sRGB colour
        assertThat(colour.get(0)).isCloseTo(red, within(0.0002f));
        assertThat(colour.get(1)).isCloseTo(green, within(0.0002f));
        assertThat(colour.get(2)).isCloseTo(blue, within(0.0002f));
    }

    @Test
    void darkAndLightChangeAColour() throws IOException {
        float dark = colour(model.generate("a dark green cube")).get(1);
        float plain = colour(model.generate("a green cube")).get(1);
        float light = colour(model.generate("a light green cube")).get(1);
        assertThat(dark).isLessThan(plain);
        assertThat(light).isGreaterThan(plain);
    }

    @ParameterizedTest
    @CsvSource({
        "a red cube, CUBE",
        "two wooden boxes, CUBE",
        "a 3d cat, CAT",
        "My Kitty, CAT",
        "a cat in a box, CAT",
        "a puppy under trees, DOG",
        "Taxis, CAR",
        "a cup of tea in a house, CUP",
        "ball-shaped, BALL"
    })
    void firstKnownWordNamesTheShape(String text, Shape shape) {
        assertThat(Prompt.of(text).shape()).isEqualTo(shape);
    }

    @ParameterizedTest
    @CsvSource({"category", "scatter", "redo the treehouse", "carbon", "carpet"})
    void partsOfWordsAreIgnored(String text) {
        assertThat(text.split(" "))
                .allSatisfy(word -> assertThat(Shape.named(word)).isEmpty());
        assertThat(ColourWords.in(List.of(text.split(" ")))).isEmpty();
    }

    @Test
    void secondColourWordIsTheColourOfTheSmallParts() {
        assertThat(Prompt.of("a white cat with black paws").accent()).isEqualTo(Material.paint(0x1B1B20));
    }

    private static List<Float> colour(GeneratedMesh mesh) throws IOException {
        GltfModel file = new GltfModelReader().readWithoutReferences(new ByteArrayInputStream(mesh.glb()));
        MaterialModelV2 material = (MaterialModelV2) file.getMaterialModels().get(0);
        float[] factor = material.getBaseColorFactor();
        assertThat(factor[3]).as("opaque").isEqualTo(1);
        return List.of(factor[0], factor[1], factor[2]);
    }
}
