package org.meshgate.catalog.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.meshgate.catalog.validate.Submissions.assertErrors;
import static org.meshgate.catalog.validate.Submissions.read;
import static org.meshgate.catalog.validate.Submissions.text;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshgate.problem.FieldError;
import org.meshgate.problem.ValidationFailedException;

/** The model parameters of a submission. */
class ModelParametersTest {

    private static final String SHORT = "/api/v1/mesh-generation";
    private static final String FULL = "/api/v1/mesh-generation/text-to-textured-mesh";
    private static final String MODEL = "trellis_text_to_textured_mesh";
    private static final String DEFAULTS =
            "{'text_prompt':'a cat','texture_prompt':'','output_format':'glb','texture_resolution':1024";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'seed':0}|,'seed':0",
                "{'seed':'12'}|,'seed':12",
                "{'seed':9223372036854775807}|,'seed':9223372036854775807",
                "{'seed':null,'nonsense':null,'text_prompt':null}|",
                "{'simplify':1}|,'simplify':1.0",
                "{'simplify':'.5'}|,'simplify':0.5",
                "{'simplify':0.01,'texture_bake_mode':'fast'}|,'simplify':0.01,'texture_bake_mode':'fast'",
                "{}|",
                "null|"
            })
    void parametersOfTheModelAreAppended(String parameters, String appended) {
        assertThat(read(SHORT, "{'prompt':'a cat','model_parameters':" + parameters + "}")
                        .inputs())
                .hasToString(text(DEFAULTS + (appended == null ? "" : appended) + "}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]|model_parameters must be a JSON object",
                "'{}'|model_parameters must be a JSON object",
                "7|model_parameters must be a JSON object",
                "{'seed':-1}|model_parameters.seed must be at least 0",
                "{'seed':1.5}|model_parameters.seed must be a whole number of at most 64 bits",
                "{'seed':1e400}|model_parameters.seed must be a whole number of at most 64 bits",
                "{'seed':[1]}|model_parameters.seed must be a whole number of at most 64 bits",
                "{'simplify':0.001}|model_parameters.simplify must be from 0.01 to 1.0",
                "{'simplify':1e400}|model_parameters.simplify must be a finite number",
                "{'simplify':'nan'}|model_parameters.simplify must be a finite number",
                "{'simplify':'1e999'}|model_parameters.simplify must be a finite number",
                "{'simplify':9223372036854775808}|model_parameters.simplify must be a finite number",
                "{'simplify':true}|model_parameters.simplify must be a finite number",
                "{'texture_bake_mode':'slow'}|model_parameters.texture_bake_mode must be one of fast, opt",
                "{'texture_bake_mode':'FAST'}|model_parameters.texture_bake_mode must be one of fast, opt",
                "{'texture_bake_mode':1}|model_parameters.texture_bake_mode must be text",
                "{'mesh_path':'/etc/passwd'}|model_parameters.mesh_path is not a parameter of trellis_text_to_textured_mesh,"
                        + " which has seed, texture_resolution, simplify, texture_bake_mode",
                "{'<b>':1}|model_parameters is not a parameter of trellis_text_to_textured_mesh,"
                        + " which has seed, texture_resolution, simplify, texture_bake_mode",
                "{'\\ud800':1}|model_parameters is not a parameter of trellis_text_to_textured_mesh,"
                        + " which has seed, texture_resolution, simplify, texture_bake_mode",
                "{'text_prompt':'other'}|model_parameters.text_prompt belongs to the job itself and cannot be set here",
                "{'output_format':'glb'}|model_parameters.output_format belongs to the job itself and cannot be set here"
            })
    void strictModeRejectsUnknownParameters(String parameters, String error) {
        assertErrors(SHORT, "{'prompt':'a cat','model_parameters':" + parameters + "}", error);
    }

    /** The parameters, what is appended to the inputs, and the names of the ignored ones. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'num_inference_steps':50,'octree_resolution':256}||num_inference_steps octree_resolution",
                "{'seed':7,'num_inference_steps':50,'simplify':0.5}|,'seed':7,'simplify':0.5|num_inference_steps",
                "{'mesh_path':'/etc/passwd'}||mesh_path",
                "{'text_prompt':'other','output_format':'obj'}||text_prompt output_format",
                "{'model_parameters':{'seed':1}}||model_parameters",
                "{'nonsense':null}||",
                "{'<b>':1,'a b':1,'\ud800':1}||?b? a?b ?",
                "{'seed':7}|,'seed':7|"
            })
    void ignoresAndReportsUnknownParameters(String parameters, String appended, String ignored) {
        // When
        Submission submission =
                read(SHORT, "{'prompt':'a cat','model_parameters':" + parameters + "}", UnknownParameters.IGNORE);
        // Then
        assertThat(submission.inputs()).hasToString(text(DEFAULTS + (appended == null ? "" : appended) + "}"));
        assertThat(submission.ignoredParameters())
                .containsExactly(ignored == null ? new String[0] : ignored.split(" "));
    }

    @Test
    void validatesKnownParametersBesideIgnoredOnes() {
        assertThat(catchThrowableOfType(
                                ValidationFailedException.class,
                                () -> read(
                                        SHORT,
                                        "{'prompt':'a cat','model_parameters':{'nonsense':1,'seed':-1}}",
                                        UnknownParameters.IGNORE))
                        .fieldErrors())
                .containsExactly(new FieldError("model_parameters.seed", "must be at least 0"));
    }

    @Test
    void theNamesOfIgnoredParametersAreBounded() {
        // Given
        String many = IntStream.range(0, 1000)
                .mapToObj(i -> "'" + "p".repeat(100 - Integer.toString(i).length()) + i + "':1")
                .collect(Collectors.joining(","));
        String others = IntStream.range(0, 1000).mapToObj(i -> "'q" + i + "':1").collect(Collectors.joining(","));
        // When
        List<String> names = read(
                        SHORT,
                        "{'prompt':'a cat','model_parameters':{" + many + "," + others + "}}",
                        UnknownParameters.IGNORE)
                .ignoredParameters();
        // Then
        assertThat(names).hasSize(50).startsWith("p".repeat(64), "q0").endsWith("q48");
    }

    /** What the field says (if anything), what the parameter says, and the outcome. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "|2048|2048",
                "|'2048'|2048",
                "|null|1024",
                "2048|2048|2048",
                "'2048'|2048.0|2048",
                "2048|null|2048",
                "1024|2048|model_parameters.texture_resolution differs from the field texture_resolution:"
                        + " give one of the two, or the same",
                "2000|1024|model_parameters.texture_resolution differs from the field texture_resolution:"
                        + " give one of the two, or the same",
                "|2000|model_parameters.texture_resolution must be one of 512, 1024, 2048, 4096",
                "8192|2048|texture_resolution must be from 256 to 4096",
                "2000||2000"
            })
    void fieldWinsOverParameterOfTheSameName(String field, String parameter, String outcome) {
        String body = "{'text_prompt':'a cat'"
                + (field == null ? "" : ",'texture_resolution':" + field)
                + (parameter == null ? "" : ",'model_parameters':{'texture_resolution':" + parameter + "}")
                + "}";
        if (outcome.matches("\\d+")) {
            assertThat(read(FULL, body).inputs()).hasToString(text(DEFAULTS.replace("1024", outcome) + "}"));
        } else {
            assertErrors(FULL, body, outcome);
        }
    }

    @Test
    void ignoresAndReportsParameterThatContradictsItsField() {
        // Given the fields that a user chose, and the defaults of all parameters beside them
        String body = "{'mesh_file_id':'0b8f9a52-0000-4000-8000-000000000000','output_format':'glb',"
                + "'target_vertex_count':2000,'model_parameters':{'target_vertex_count':4000,"
                + "'smooth_iterations':2,'output_format':'obj'}}";
        // When
        Submission submission = read("/api/v1/mesh-retopology/retopologize-mesh", body, UnknownParameters.IGNORE);
        // Then
        assertThat(submission.ignoredParameters()).containsExactly("target_vertex_count", "output_format");
        assertThat(submission.inputs().get("target_vertex_count")).hasToString("2000");
        assertThat(submission.inputs().get("output_format")).hasToString("\"glb\"");
        assertThat(submission.inputs().get("smooth_iterations")).hasToString("2");
    }
}
