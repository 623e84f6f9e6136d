package org.meshgate.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meshgate.catalog.validate.Submissions.assertErrors;
import static org.meshgate.catalog.validate.Submissions.errors;
import static org.meshgate.catalog.validate.Submissions.read;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshgate.catalog.validate.Submission;
import org.meshgate.catalog.validate.UnknownParameters;
import org.meshgate.problem.FieldError;

/** What the job types of the default catalog reject. */
class JobTypeRulesTest {

    private static final String BOX = "'mask_bbox':{'center':[0,1,2],'dimensions':[1,'2',0.5]}";
    private static final String BALL = "'mask_ellipsoid':{'center':[0,0,0],'radii':[1,1,1]}";

    /** Route, the members beside those that are right, and what is told. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "mesh-generation/image-to-raw-mesh|{}|image_file_id is required, unless image_path or image_base64 is given",
                "mesh-generation/image-to-raw-mesh|{'image_file_id':null,'image_path':' '}|image_file_id is required, unless"
                        + " image_path or image_base64 is given",
                "mesh-generation/image-to-raw-mesh|{'image_file_id':'f','image_path':'p'}|image_file_id must not be given"
                        + " together with image_path",
                "mesh-generation/image-to-raw-mesh|{'image_file_id':7}|image_file_id must be text",
                "mesh-generation/image-to-raw-mesh|{'image_file_id':'../f'}|image_file_id must be the file_id of an upload",
                "mesh-generation/image-to-raw-mesh|{'image_base64':['a']}|image_base64 must be text",
                "mesh-generation/image-to-raw-mesh|{'image_path':'\\ud800'}|image_path must be text",
                "mesh-generation/image-to-raw-mesh|{'image_file_id':'f','output_format':'obj'}|output_format must be one of"
                        + " glb",
                "mesh-generation/image-to-textured-mesh|{'image_file_id':'f','texture_image_file_id':'f',"
                        + "'texture_image_base64':'A'}|texture_image_file_id must not be given together with"
                        + " texture_image_base64",
                "mesh-editing/text-mesh-editing|{'mesh_file_id':'f','source_prompt':'a','target_prompt':'b'}|mask_bbox is"
                        + " required, unless mask_ellipsoid is given",
                "mesh-editing/text-mesh-editing|{'mesh_file_id':'f','source_prompt':'a','target_prompt':'b'," + BOX
                        + "," + BALL + "}|mask_ellipsoid must not be given together with mask_bbox",
                "mesh-editing/text-mesh-editing|{'mesh_file_id':'f','source_prompt':'a','target_prompt':'b','mask_bbox':[]}|"
                        + "mask_bbox must be a JSON object",
                "mesh-editing/text-mesh-editing|{'mesh_file_id':'f','source_prompt':'a','target_prompt':'b','mask_bbox':"
                        + "{'center':[0,0,0]}}|mask_bbox.dimensions is required",
                "mesh-editing/text-mesh-editing|{'mesh_file_id':'f','source_prompt':'a','target_prompt':'b','mask_bbox':"
                        + "{'center':[0,0],'dimensions':[1,1,1]}}|mask_bbox.center must have 3 items",
                "mesh-editing/text-mesh-editing|{'mesh_file_id':'f','source_prompt':'a','target_prompt':'b','mask_ellipsoid':"
                        + "{'center':[0,0,0],'radii':[1,0,1]}}|mask_ellipsoid.radii[1] must be above 0",
                "mesh-editing/text-mesh-editing|{'mesh_file_id':'f','source_prompt':'a','target_prompt':' '," + BOX
                        + "}|target_prompt must not be blank",
                "mesh-editing/text-mesh-editing|{'mesh_file_id':'f','source_prompt':'a','target_prompt':'b','num_views':49,"
                        + BOX + "}|num_views must be from 50 to 300",
                "auto-rigging/generate-rig|{'mesh_file_id':'f','rig_mode':'all'}|rig_mode must be one of skeleton, skin, full,"
                        + " template",
                "auto-rigging/generate-rig|{'mesh_file_id':'f','humanoid_template_id':'../x'}|humanoid_template_id must be 1"
                        + " to 64 letters, digits, - and _",
                "auto-rigging/generate-rig|{'mesh_file_id':'f','object_name':'a/b'}|object_name must not have slashes",
                "mesh-segmentation/segment-mesh|{'mesh_file_id':'f','num_parts':33}|num_parts must be from 2 to 32",
                "mesh-segmentation/segment-mesh|{'mesh_file_id':'f','output_format':'sh'}|output_format must be one of glb",
                "mesh-retopology/retopologize-mesh|{'mesh_file_id':'f','poly_type':'hex'}|poly_type must be one of tri, quad",
                "mesh-retopology/retopologize-mesh|{'mesh_file_id':'f','target_vertex_count':99}|target_vertex_count must be"
                        + " from 100 to 20000",
                "mesh-retopology/retopologize-mesh|{'mesh_base64':'f'}|mesh_file_id is required, unless mesh_path is given",
                "mesh-uv-unwrapping/unwrap-mesh|{'mesh_file_id':'f','distortion_threshold':5.1}|distortion_threshold must be"
                        + " from 1.0 to 5.0",
                "mesh-uv-unwrapping/unwrap-mesh|{'mesh_file_id':'f','save_visuals':'maybe'}|save_visuals must be true or false",
                "splat-generation/image-to-splat|{'image_file_id':'f','output_format':'glb'}|output_format must be one of ply,"
                        + " splat",
                "world-generation/image-to-world|{'image_file_id':'f','world_id':'a/b'}|world_id must be 1 to 64 letters,"
                        + " digits, - and _",
                "world-generation/image-to-world|{'image_file_id':'f','prop_regions':{}}|prop_regions must be a list",
                "world-generation/image-to-world|{'image_file_id':'f','prop_regions':[null]}|prop_regions[0] must not be null",
                "world-generation/image-to-world|{'image_file_id':'f','prop_regions':[{'bbox':[0,0,1,1]}]}|prop_regions[0].id"
                        + " is required",
                "world-generation/image-to-world|{'image_file_id':'f','splat_parameters':{'steps':1000}}|"
                        + "splat_parameters.steps must be from 5 to 100",
                "motion-generation/text-to-motion|{'text_prompt':'a','duration':31}|duration must be from 1.0 to 30.0"
            })
    void reportsRuleViolations(String path, String body, String error) {
        assertErrors(path, body, error);
    }

    @Test
    void shortTextsHave256CharactersAndNames64() {
        assertErrors(
                "world-generation/image-to-world",
                "{'image_file_id':'f','world_name':'" + "a".repeat(257) + "'}",
                "world_name must be at most 256 characters");
        assertErrors(
                "auto-rigging/generate-rig",
                "{'mesh_file_id':'f','object_name':'" + "a".repeat(65) + "'}",
                "object_name must be at most 64 characters");
        assertErrors(
                "mesh-generation/image-to-raw-mesh",
                "{'image_path':'" + "a".repeat(1025) + "'}",
                "image_path must be at most 1024 characters");
    }

    @Test
    void boundsFreeFormJson() {
        String rule = "spawn must have at most 1000 values, with texts of at most 256 characters";
        String world = "world-generation/image-to-world";
        assertErrors(world, "{'image_file_id':'f','spawn':{'a':[" + "1,".repeat(1000) + "1]}}", rule);
        assertErrors(world, "{'image_file_id':'f','spawn':{'a':'" + "b".repeat(257) + "'}}", rule);
        assertErrors(world, "{'image_file_id':'f','spawn':{'" + "b".repeat(257) + "':1}}", rule);
        assertErrors(
                world,
                "{'image_file_id':'f','prop_regions':[" + "{},".repeat(64) + "{}]}",
                "prop_regions must have at most 64 items");
    }

    /** Route, the members beside those that are right, and the names of the parameters that are left out. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // another model of the same job type has these, as a client that was switched to this one sends them
                "mesh-generation/image-to-textured-mesh|{'image_file_id':'f','model_preference':'pixal3d',"
                        + "'model_parameters':{'texture_resolution':2048,'octree_resolution':256}}|texture_resolution,"
                        + "octree_resolution",
                // an input of the job type, and its name for the result
                "auto-rigging/generate-rig|{'mesh_file_id':'f','model_parameters':{'mesh_path':'/etc/passwd',"
                        + "'object_name':'x','seed':3}}|mesh_path,object_name",
                // the model knows it, but this job type picks
                "motion-generation/text-to-motion|{'text_prompt':'a','model_parameters':{'text_prompt':'b','nope':1}}|"
                        + "text_prompt,nope",
                // the job type takes none
                "world-generation/image-to-world|{'image_file_id':'f','model_parameters':{'seed':3}}|seed"
            })
    void ignoresAndReportsOtherParameters(String path, String body, String ignored) {
        Submission submission = read(path, body, UnknownParameters.IGNORE);
        assertThat(String.join(",", submission.ignoredParameters())).isEqualTo(ignored);
        assertThat(submission.inputs().toString()).doesNotContain("/etc/passwd", "nope", "octree");
    }

    /** Holes of 3DAIGC-API: route, body, and the field that closes it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // parameters took the place of files
                "mesh-generation/image-to-raw-mesh|{'image_file_id':'f','model_parameters':{'image_path':'/etc/passwd'}}|"
                        + "model_parameters.image_path",
                "mesh-generation/text-mesh-painting|{'text_prompt':'a','mesh_file_id':'f','model_parameters':"
                        + "{'mesh_path':'/etc/passwd'}}|model_parameters.mesh_path",
                "auto-rigging/generate-rig|{'mesh_file_id':'f','model_parameters':{'object_name':'x'}}|"
                        + "model_parameters.object_name",
                // ids became names of files
                "world-generation/image-to-world|{'image_file_id':'f','prop_regions':[{'id':'../../x','bbox':[0,0,1,1]}]}|"
                        + "prop_regions[0].id",
                "world-generation/image-to-world|{'image_file_id':'f','prop_regions':[{'id':'/etc/x','bbox':[0,0,1,1]}]}|"
                        + "prop_regions[0].id",
                // a parameter named a file whose content was run
                "auto-rigging/generate-rig|{'mesh_file_id':'f','model_parameters':{'skeleton_config':'/x'}}|"
                        + "model_parameters.skeleton_config",
                "auto-rigging/generate-rig|{'mesh_file_id':'f','model_parameters':{'skin_config':'/x'}}|"
                        + "model_parameters.skin_config",
                "mesh-uv-unwrapping/unwrap-mesh|{'mesh_file_id':'f','model_parameters':{'hierarchy_path':'/x'}}|"
                        + "model_parameters.hierarchy_path",
                // a model came from where the client said
                "mesh-generation/image-to-textured-mesh|{'image_file_id':'f','model_preference':'pixal3d',"
                        + "'model_parameters':{'model_parameters':{'model_path':'evil/repository'}}}|"
                        + "model_parameters.model_parameters",
                "mesh-generation/image-to-textured-mesh|{'image_file_id':'f','model_preference':'pixal3d',"
                        + "'model_parameters':{'model_path':'evil/repository'}}|model_parameters.model_path",
                // numbers that are none made records unreadable
                "mesh-generation/image-to-textured-mesh|{'image_file_id':'f','model_preference':'pixal3d',"
                        + "'model_parameters':{'fov':1e999}}|model_parameters.fov",
                "mesh-editing/text-mesh-editing|{'mesh_file_id':'f','source_prompt':'a','target_prompt':'b','mask_bbox':"
                        + "{'center':[0,0,1e999],'dimensions':[1,1,1]}}|mask_bbox.center[2]",
                "mesh-editing/text-mesh-editing|{'mesh_file_id':'f','source_prompt':'a','target_prompt':'b','mask_bbox':"
                        + "{'center':[0,0,'NaN'],'dimensions':[1,1,1]}}|mask_bbox.center[2]",
                "world-generation/image-to-world|{'image_file_id':'f','spawn':{'x':[1e999]}}|spawn",
                // numbers had no bounds
                "splat-generation/image-to-splat|{'image_file_id':'f','model_parameters':{'num_gaussians':1000000000}}|"
                        + "model_parameters.num_gaussians",
                "mesh-generation/image-to-raw-mesh|{'image_file_id':'f','model_preference':'ultrashape','model_parameters':"
                        + "{'num_inference_steps':100000}}|model_parameters.num_inference_steps",
                "motion-generation/text-to-motion|{'text_prompt':'a','model_parameters':{'diffusion_steps':100000}}|"
                        + "model_parameters.diffusion_steps",
                "world-generation/image-to-world|{'image_file_id':'f','splat_parameters':{'num_gaussians':1000000000}}|"
                        + "splat_parameters.num_gaussians"
            })
    void rejectsValuesThat3daigcApiAccepts(String path, String body, String field) {
        assertThat(errors(path, body)).extracting(FieldError::field).containsExactly(field);
    }
}
