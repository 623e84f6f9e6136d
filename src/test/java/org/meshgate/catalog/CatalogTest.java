package org.meshgate.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshgate.catalog.model.InputOrigin;
import org.meshgate.catalog.model.JobType;
import org.meshgate.catalog.model.Model;
import org.meshgate.catalog.model.Parameter;
import org.meshgate.catalog.read.Catalogs;
import org.meshgate.catalog.rule.ValueRule;
import org.meshgate.catalog.rule.ValueType;

class CatalogTest {

    private static final String TEXTURED = "text_to_textured_mesh";

    private static final String MODEL = """
            feature:
              family_one:
                vram_mb: 1
                inputs: [text]
                outputs: [glb]
                enabled: true
                parameters: {}
            """;

    private static final String JOB_TYPE = """
            - path: /api/v1/a
              feature: feature
              message: Queued
              fields:
                text: {type: string, required: true}
              inputs:
                text: {field: text}
              metadata: {}
            """;

    private final Catalog catalog = Catalogs.bundled();

    @Test
    void defaultCatalogHasTheModelsOf3daigcApiInOrder() {
        assertThat(catalog.features())
                .containsExactly(
                        TEXTURED,
                        "text_mesh_painting",
                        "image_to_raw_mesh",
                        "image_to_textured_mesh",
                        "image_mesh_painting",
                        "image_to_world",
                        "image_to_splat",
                        "mesh_segmentation",
                        "auto_rig",
                        "mesh_retopology",
                        "uv_unwrapping",
                        "text_mesh_editing",
                        "image_mesh_editing",
                        "text_to_motion");
        assertThat(catalog.enabledModels("image_to_textured_mesh"))
                .extracting(Model::id)
                .containsExactly(
                        "trellis_image_to_textured_mesh",
                        "trellis2_image_to_textured_mesh",
                        "pixal3d_image_to_textured_mesh",
                        "hunyuan3dv21_image_to_textured_mesh");
        assertThat(catalog.features().stream().flatMap(feature -> catalog.enabledModels(feature).stream()))
                .hasSize(23);
    }

    @Test
    void readsAllMembersOfAModel() {
        // When
        Model model = catalog.model("trellis_text_to_textured_mesh").orElseThrow();
        // Then
        assertThat(model.feature()).isEqualTo(TEXTURED);
        assertThat(model.vramMb()).isEqualTo(11776);
        assertThat(model.inputs()).containsExactly("text");
        assertThat(model.outputs()).containsExactly("glb", "obj");
        assertThat(model.enabled()).isTrue();
        assertThat(model.parameters().keySet())
                .containsExactly("seed", "texture_resolution", "simplify", "texture_bake_mode");
        assertThat(model.parameters().get("seed"))
                .isEqualTo(new Parameter(
                        "seed",
                        new ValueRule(ValueType.INTEGER, Optional.of(BigDecimal.ZERO), Optional.empty(), List.of()),
                        Optional.of(IntNode.valueOf(42))));
        assertThat(model.parameters().get("texture_bake_mode").rule().allowed())
                .containsExactly(TextNode.valueOf("fast"), TextNode.valueOf("opt"));
        assertThat(model.parameters().get("simplify").rule().maximum()).contains(new BigDecimal("1.0"));
    }

    @Test
    void nullDefaultDiffersFromNoDefault() {
        assertThat(parameter("trellis2_image_to_textured_mesh", "seed").defaultValue())
                .contains(NullNode.getInstance());
        assertThat(parameter("kimodo_text_to_motion", "seed").defaultValue()).isEmpty();
    }

    @Test
    void rejectsJobsOfDisabledModels() {
        assertThat(catalog.model("partpacker_image_to_raw_mesh").orElseThrow().enabled())
                .isFalse();
        assertThat(catalog.enabledModels("image_to_raw_mesh"))
                .extracting(Model::id)
                .containsExactly("hunyuan3dv21_image_to_raw_mesh", "ultrashape_image_to_raw_mesh");
        assertThat(catalog.enabledModels("unknown")).isEmpty();
        assertThat(catalog.model("unknown")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "image_to_textured_mesh, trellis, trellis_image_to_textured_mesh",
        "image_to_textured_mesh, trellis2, trellis2_image_to_textured_mesh",
        "image_to_textured_mesh, trellis2_image_to_textured_mesh, trellis2_image_to_textured_mesh",
        "image_to_textured_mesh, hunyuan3dv21, hunyuan3dv21_image_to_textured_mesh",
        "image_to_textured_mesh,, trellis_image_to_textured_mesh",
        "image_to_textured_mesh, '', trellis_image_to_textured_mesh",
        "image_to_textured_mesh, ' ', trellis_image_to_textured_mesh",
        "text_mesh_painting, trellis, trellis_text_mesh_painting",
        "mesh_segmentation,, p3sam_mesh_segmentation",
        "image_to_splat, colmap, colmap_3dgs_reconstruct",
        "image_to_textured_mesh, Trellis,",
        "image_to_textured_mesh, trell,",
        "image_to_textured_mesh, trellis_,",
        "image_to_textured_mesh, _,",
        "image_to_textured_mesh, trellis_text_to_textured_mesh,",
        "mesh_segmentation, partfield,",
        "mesh_segmentation, partfield_mesh_segmentation,",
        "unknown,,",
        "unknown, trellis,"
    })
    void preferenceIsAnIdOrAFamily(String feature, String preference, String model) {
        assertThat(catalog.resolve(feature, Optional.ofNullable(preference)).map(Model::id))
                .isEqualTo(Optional.ofNullable(model));
    }

    @Test
    void exactIdWinsOverFamily() {
        Catalog two = Catalogs.of(
                MODEL.replace("family_one:", "family_one_more:") + MODEL.substring("feature:\n".length()), JOB_TYPE);
        assertThat(two.resolve("feature", Optional.of("family_one")).map(Model::id))
                .contains("family_one");
        assertThat(two.resolve("feature", Optional.of("family")).map(Model::id)).contains("family_one_more");
    }

    @Test
    void bothTextToTexturedMeshRoutesGiveTheSameKeys() {
        // When
        JobType full =
                catalog.jobType("/api/v1/mesh-generation/text-to-textured-mesh").orElseThrow();
        JobType brief = catalog.jobType("/api/v1/mesh-generation").orElseThrow();
        // Then
        assertThat(catalog.jobTypes()).startsWith(brief).contains(full).hasSize(16);
        assertThat(full.feature()).isEqualTo(TEXTURED);
        assertThat(full.message()).isEqualTo("Text-to-textured-mesh generation job queued successfully");
        assertThat(full.inputs().keySet())
                .containsExactly("text_prompt", "texture_prompt", "output_format", "texture_resolution");
        assertThat(brief.inputs().keySet())
                .containsExactlyElementsOf(full.inputs().keySet());
        assertThat(full.metadata())
                .isEqualTo(Map.of("feature_type", new InputOrigin.Constant(TextNode.valueOf(TEXTURED))));
        assertThat(catalog.jobType("/api/v1/nothing")).isEmpty();
    }

    @Test
    void catalogIsImmutable() {
        Model model = catalog.model("trellis_text_to_textured_mesh").orElseThrow();
        JobType type = catalog.jobType("/api/v1/mesh-generation").orElseThrow();
        for (Map<String, ?> map : List.of(model.parameters(), type.fields(), type.inputs(), type.metadata())) {
            assertThatThrownBy(map::clear).isInstanceOf(UnsupportedOperationException.class);
        }
        for (var list : List.of(model.inputs(), model.outputs(), catalog.features(), catalog.jobTypes())) {
            assertThatThrownBy(list::clear).isInstanceOf(UnsupportedOperationException.class);
        }
    }

    @Test
    void acceptsMembersOfTheGpuScheduler() {
        // Given the keys of the file of 3DAIGC-API
        String more = MODEL.replace("    enabled: true\n", """
                    enabled: true
                    max_workers: 1
                    worker_load_timeout_sec: 3600
                    adapter: SomeAdapter
                    init_params: {low_vram: true}
                    reads_inputs: [text_prompt]
                    reads_nested_model_parameters: [seed]
                    note: "a remark"
                """);
        // Then
        assertThat(Catalogs.of(more, JOB_TYPE).model("family_one"))
                .isEqualTo(Catalogs.of(MODEL, JOB_TYPE).model("family_one"));
    }

    @Test
    void featureWithoutAModelIsNotListed() {
        Catalog one = Catalogs.of("feature: {}\n" + MODEL.replace("feature:", "other:"), JOB_TYPE);
        assertThat(one.features()).containsExactly("other");
        assertThat(one.jobType("/api/v1/a")).isPresent();
        assertThat(one.resolve("feature", Optional.empty())).isEmpty();
    }

    private Parameter parameter(String model, String name) {
        return catalog.model(model).orElseThrow().parameters().get(name);
    }
}
