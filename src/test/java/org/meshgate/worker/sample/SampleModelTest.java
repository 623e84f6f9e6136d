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
    void theSamePromptGivesTheSameBytes() {
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
    void promptsThatDifferOnlyInBrokenUnicodeDiffer() {
        assertThat(model.generate("\ud800")).isNotEqualTo(model.generate("\ud801"));
    }

    @Test
    void allFreeFormsAreGivenToPromptsThatNameNothingKnown() {
        Set<Form> forms = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            forms.add(PromptReading.of("idea " + i).form());
        }
        assertThat(forms).containsExactlyInAnyOrder(Form.FREE_KNOT, Form.URCHIN, Form.SPIRAL, Form.PEBBLE, Form.WREATH);
    }

    @ParameterizedTest
    @CsvSource({
        "a red chair, 0.6939, 0.0242, 0.0242",
        "RED!, 0.6939, 0.0242, 0.0242",
        "Is it blue? yes, 0.0185, 0.1248, 0.7084",
        "a white cat with black paws, 0.9301, 0.9131, 0.8714"
    })
    void theFirstColourWordIsTheColourOfTheBody(String prompt, float red, float green, float blue) throws IOException {
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
        "My Kitty, CAT",
        "a cat in a box, CAT",
        "a vase for flowers, VASE",
        "doughnuts, RING",
        "ball-shaped, BALL"
    })
    void theFirstKnownWordIsTheForm(String prompt, Form form) {
        assertThat(PromptReading.of(prompt).form()).isEqualTo(form);
    }

    @ParameterizedTest
    @CsvSource({"category", "scatter", "redo the treehouse", "startle", "carbon"})
    void partsOfWordsAreNotWords(String prompt) {
        PromptReading reading = PromptReading.of(prompt);
        assertThat(reading.form()).isIn(Form.FREE_KNOT, Form.URCHIN, Form.SPIRAL, Form.PEBBLE, Form.WREATH);
        assertThat(ColourWords.in(List.of(prompt.split(" ")))).isEmpty();
    }

    private static List<Float> colour(GeneratedMesh mesh) throws IOException {
        GltfModel file = new GltfModelReader().readWithoutReferences(new ByteArrayInputStream(mesh.glb()));
        MaterialModelV2 material = (MaterialModelV2) file.getMaterialModels().get(0);
        float[] factor = material.getBaseColorFactor();
        assertThat(factor[3]).as("opaque").isEqualTo(1);
        return List.of(factor[0], factor[1], factor[2]);
    }
}
