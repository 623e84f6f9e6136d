package org.meshgate.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meshgate.catalog.validate.Submissions.assertErrors;
import static org.meshgate.catalog.validate.Submissions.read;
import static org.meshgate.catalog.validate.Submissions.text;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshgate.catalog.model.FileKind;
import org.meshgate.catalog.model.FileReference;
import org.meshgate.catalog.model.FileReference.Source;
import org.meshgate.catalog.read.Catalogs;
import org.meshgate.catalog.validate.Submission;

/** The job types that are shipped: what workers of 3DAIGC-API get, and what stays closed that was open there. */
class JobTypesTest {

    private static final String BOX = "'mask_bbox':{'center':[0,1,2],'dimensions':[1,'2',0.5]}";
    private static final String BALL = "'mask_ellipsoid':{'center':[0,0,0],'radii':[1,1,1]}";

    private final Catalog catalog = Catalogs.bundled();

    /** Route, the shortest body, the chosen model, the inputs. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "mesh-generation|{'prompt':'a'}|trellis_text_to_textured_mesh|"
                        + "{'text_prompt':'a','texture_prompt':'','output_format':'glb','texture_resolution':1024}",
                "mesh-generation/text-to-textured-mesh|{'text_prompt':'a'}|trellis_text_to_textured_mesh|"
                        + "{'text_prompt':'a','texture_prompt':'','output_format':'glb','texture_resolution':1024}",
                "mesh-generation/text-mesh-painting|{'text_prompt':'a','mesh_file_id':'f'}|trellis_text_mesh_painting|"
                        + "{'text_prompt':'a','mesh_path':null,'output_format':'glb','texture_resolution':1024}",
                "mesh-generation/image-to-raw-mesh|{'image_file_id':'f'}|hunyuan3dv21_image_to_raw_mesh|"
                        + "{'image_path':null,'output_format':'glb'}",
                "mesh-generation/image-to-textured-mesh|{'image_file_id':'f'}|trellis_image_to_textured_mesh|"
                        + "{'image_path':null,'texture_image_path':null,'output_format':'glb','texture_resolution':1024}",
                "mesh-generation/image-mesh-painting|{'image_file_id':'f','mesh_file_id':'f'}|trellis_image_mesh_painting|"
                        + "{'image_path':null,'mesh_path':null,'output_format':'glb','texture_resolution':1024}",
                "mesh-editing/text-mesh-editing|{'mesh_file_id':'f','source_prompt':'a','target_prompt':'b'," + BOX
                        + "}|voxhammer_text_mesh_editing|{'mesh_path':null,'mask_type':'bbox',"
                        + "'mask_center':[0.0,1.0,2.0],'mask_params':[1.0,2.0,0.5],'source_prompt':'a','target_prompt':'b',"
                        + "'num_views':150,'resolution':512,'output_format':'glb'}",
                "mesh-editing/image-mesh-editing|{'mesh_file_id':'f','source_image_file_id':'f','target_image_file_id':'f',"
                        + "'mask_image_file_id':'f',"
                        + BALL + "}|voxhammer_image_mesh_editing|{'mesh_path':null,'mask_type':'ellipsoid',"
                        + "'mask_center':[0.0,0.0,0.0],'mask_params':[1.0,1.0,1.0],'source_image_path':null,"
                        + "'target_image_path':null,'mask_image_path':null,'num_views':150,'resolution':512,"
                        + "'output_format':'glb'}",
                "auto-rigging/generate-rig|{'mesh_file_id':'f'}|unirig_auto_rig|"
                        + "{'rig_mode':'skeleton','mesh_path':null,'output_format':'fbx'}",
                "mesh-segmentation/segment-mesh|{'mesh_file_id':'f'}|p3sam_mesh_segmentation|"
                        + "{'mesh_path':null,'num_parts':8,'output_format':'glb'}",
                "mesh-retopology/retopologize-mesh|{'mesh_file_id':'f'}|instant_meshes_retopology|"
                        + "{'mesh_path':null,'target_vertex_count':null,'output_format':'obj','seed':null}",
                "mesh-uv-unwrapping/unwrap-mesh|{'mesh_file_id':'f'}|xatlas_uv_unwrapping|"
                        + "{'mesh_path':null,'distortion_threshold':1.25,'pack_method':'blender',"
                        + "'save_individual_parts':true,'save_visuals':false,'output_format':'obj'}",
                "splat-generation/image-to-splat|{'image_file_id':'f'}|triposplat_image_to_splat|"
                        + "{'image_path':null,'output_format':'ply'}",
                "world-generation/image-to-world|{'image_file_id':'f'}|opennexus_image_to_world|"
                        + "{'image_path':null,'world_id':null,'world_name':null,'prop_regions':[],"
                        + "'prop_mesh_model_preference':'trellis2_image_to_textured_mesh','splat_parameters':{},"
                        + "'prop_mesh_parameters':{},'spawn':null}"
            })
    void theShortestBody(String path, String body, String model, String inputs) {
        // When
        Submission submission = read(path, body);
        // Then
        assertThat(submission.model()).isEqualTo(model);
        assertThat(submission.inputs()).hasToString(text(inputs));
        assertThat(submission.metadata()).hasToString(text("{'feature_type':'" + submission.feature() + "'}"));
        assertThat(submission.files()).extracting(FileReference::value).allMatch("f"::equals);
        submission.files().forEach(file -> assertThat(
                        submission.inputs().get(file.inputKey()).isNull())
                .isTrue());
        assertThat(submission.message()).endsWith("job queued successfully");
    }

    @Test
    void rejectsJobsWithoutAModel() {
        assertErrors(
                "mesh-generation/text-to-raw-mesh",
                "{'text_prompt':'a'}",
                "model_preference cannot be met: no model is available for this kind of job");
        assertThat(catalog.features()).hasSize(14).doesNotContain("text_to_raw_mesh");
    }

    @Test
    void filesAreNamedInTheOrderOfTheInputsWithTheFieldTheyCameBy() {
        assertThat(read(
                                "mesh-editing/image-mesh-editing",
                                "{'mesh_path':'m.glb','source_image_base64':'AAAA','target_image_file_id':'t','mask_image_path':"
                                        + "'mask.png','mask_image_file_id':null,'mask_image_base64':''," + BOX + "}")
                        .files())
                .containsExactly(
                        new FileReference("mesh_path", FileKind.MESH, Source.PATH, "mesh_path", "m.glb", "mesh"),
                        new FileReference(
                                "source_image_path",
                                FileKind.IMAGE,
                                Source.BASE64,
                                "source_image_base64",
                                "AAAA",
                                "source_image"),
                        new FileReference(
                                "target_image_path",
                                FileKind.IMAGE,
                                Source.ID,
                                "target_image_file_id",
                                "t",
                                "target_image"),
                        new FileReference(
                                "mask_image_path",
                                FileKind.IMAGE,
                                Source.PATH,
                                "mask_image_path",
                                "mask.png",
                                "mask_image"));
    }

    @Test
    void worldPropsKeepEveryMember() {
        assertThat(read(
                                "world-generation/image-to-world",
                                "{'image_file_id':'f','prop_regions':[{'id':'chair-1','bbox':[0,0,1,'0.5'],'secret':'x'},"
                                        + "{'id':'b','bbox':[0,0,1,1],'role':'wall','position':[1],'scale':2,'interaction':"
                                        + "{'kind':'sit'}}],'splat_parameters':{'steps':'30','model_path':'/x'},'spawn':{'x':1}}")
                        .inputs())
                .hasToString(text("{'image_path':null,'world_id':null,'world_name':null,'prop_regions':["
                        + "{'id':'chair-1','bbox':[0.0,0.0,1.0,0.5],'role':'interactable','position':null,'rotation_y':0.0,"
                        + "'scale':1.0,'interaction':null},"
                        + "{'id':'b','bbox':[0.0,0.0,1.0,1.0],'role':'wall','position':[1.0],'rotation_y':0.0,'scale':2.0,"
                        + "'interaction':{'kind':'sit'}}],'prop_mesh_model_preference':'trellis2_image_to_textured_mesh',"
                        + "'splat_parameters':{'steps':30},'prop_mesh_parameters':{},'spawn':{'x':1}}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'object_name':'  My cat  '|,'object_name':'My cat'",
                "'object_name':'  '|``",
                "'object_name':null|``"
            })
    void acceptsOutputName(String field, String appended) {
        Submission submission = read("auto-rigging/generate-rig", "{'mesh_file_id':'f'," + field + "}");
        assertThat(submission.inputs())
                .hasToString(text("{'rig_mode':'skeleton','mesh_path':null,'output_format':'fbx'" + appended + "}"));
        assertThat(submission.metadata()).hasToString(text("{'feature_type':'auto_rig'" + appended + "}"));
    }

    @Test
    void parametersFollowTheInputs() {
        assertThat(read(
                                "auto-rigging/generate-rig",
                                "{'mesh_file_id':'f','object_name':'n','rig_mode':'FULL','humanoid_template_id':'sifr2',"
                                        + "'model_parameters':{'seed':3}}")
                        .inputs())
                .hasToString(
                        text("{'rig_mode':'full','mesh_path':null,'output_format':'fbx','humanoid_template_id':'sifr2',"
                                + "'seed':3,'object_name':'n'}"));
    }

    @Test
    void parametersFillFieldsOfTheSameName() {
        assertThat(read(
                                "auto-rigging/generate-rig",
                                "{'mesh_file_id':'f','model_parameters':{'humanoid_template_id':'template','rig_mode':'skin'}}")
                        .inputs())
                .hasToString(text("{'rig_mode':'skin','mesh_path':null,'output_format':'fbx',"
                        + "'humanoid_template_id':'template'}"));
    }

    @Test
    void motionParametersAreInputs() {
        Submission submission = read("motion-generation/text-to-motion", "{'text_prompt':'a'}");
        assertThat(submission.model()).isEqualTo("kimodo_text_to_motion");
        assertThat(submission.inputs())
                .hasToString(
                        text("{'text_prompt':'a','duration':5.0,'output_format':'studio_motion','export_bvh':false,"
                                + "'diffusion_steps':100,'seed':null}"));
        assertThat(submission.metadata()).hasToString(text("{'text_prompt':'a','duration':5.0}"));
    }

    @Test
    void motionSelectsItsParameters() {
        Submission submission = read(
                "motion-generation/text-to-motion",
                "{'text_prompt':'" + "🐱".repeat(201)
                        + "','model_parameters':{'seed':7,'diffusion_steps':'50','duration':2}}");
        assertThat(submission.inputs().get("diffusion_steps")).hasToString("50");
        assertThat(submission.inputs().get("seed")).hasToString("7");
        assertThat(submission.inputs().get("duration")).hasToString("2.0");
        assertThat(submission.inputs()).hasSize(6);
        assertThat(submission.metadata().get("text_prompt").textValue()).isEqualTo("🐱".repeat(200));
        assertThat(submission.metadata().get("duration")).hasToString("2.0");
    }
}
