package org.meshgate.catalog.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meshgate.catalog.validate.Submissions.assertErrors;
import static org.meshgate.catalog.validate.Submissions.read;
import static org.meshgate.catalog.validate.Submissions.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.catalog.Catalog;
import org.meshgate.catalog.read.Catalogs;

/** What a client may send on the two routes of text_to_textured_mesh, and what a worker then gets. */
class SubmissionValidatorTest {

    private static final String SHORT = "/api/v1/mesh-generation";
    private static final String FULL = "/api/v1/mesh-generation/text-to-textured-mesh";
    private static final String MODEL = "trellis_text_to_textured_mesh";
    private static final String DEFAULTS =
            "{'text_prompt':'a cat','texture_prompt':'','output_format':'glb','texture_resolution':1024";

    private final ObjectMapper json = new ObjectMapper();
    private final Catalog catalog = Catalogs.bundled();
    private final SubmissionValidator form = new SubmissionValidator(catalog);

    @Test
    void shortRouteNeedsOnlyAPrompt() {
        // When
        Submission submission = read(SHORT, "{'prompt':'a cat'}");
        // Then
        assertThat(submission.feature()).isEqualTo("text_to_textured_mesh");
        assertThat(submission.model()).isEqualTo(MODEL);
        assertThat(submission.message()).isEqualTo("Text-to-textured-mesh generation job queued successfully");
        assertThat(submission.inputs()).hasToString(text(DEFAULTS + "}"));
        assertThat(submission.metadata()).hasToString(text("{'feature_type':'text_to_textured_mesh'}"));
    }

    @Test
    void fullRouteKeepsInputOrderAndAppendsParameters() {
        assertThat(read(
                                FULL,
                                "{'model_parameters':{'texture_bake_mode':'opt','seed':7},'texture_resolution':2048,"
                                        + "'texture_prompt':'fur','ignored':[{}],'output_format':'glb',"
                                        + "'model_preference':'trellis','text_prompt':' a cat '}")
                        .inputs())
                .hasToString(text("{'text_prompt':' a cat ','texture_prompt':'fur','output_format':'glb',"
                        + "'texture_resolution':2048,'texture_bake_mode':'opt','seed':7}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "''", "'  '", "'trellis'", "'trellis_text_to_textured_mesh'"})
    void allTheseNameTheSameModel(String preference) {
        assertThat(read(SHORT, "{'prompt':'a cat','model_preference':" + preference + "}")
                        .model())
                .isEqualTo(MODEL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'nope'", "'trellis2'", "'Trellis'", "'trellis_image_to_textured_mesh'", "'\\ud800'"})
    void unknownModelErrorListsTheModels(String preference) {
        assertErrors(
                SHORT,
                "{'prompt':'a cat','model_preference':" + preference + "}",
                "model_preference must be one of " + MODEL + ", or a family such as trellis, or be left out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "true", "[]", "{}"})
    void rejectsModelPreferenceThatIsNoText(String preference) {
        assertErrors(
                SHORT, "{'prompt':'a cat','model_preference':" + preference + "}", "model_preference must be text");
    }

    @Test
    void reportsAllErrorsWithoutValues() {
        assertErrors(
                FULL,
                "{'text_prompt':7,'texture_prompt':null,'output_format':'secret','texture_resolution':31337,"
                        + "'model_preference':'hidden'}",
                "text_prompt must be text",
                "texture_prompt must not be null",
                "output_format must be one of glb",
                "texture_resolution must be from 256 to 4096",
                "model_preference must be one of " + MODEL + ", or a family such as trellis, or be left out");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|is required",
                "{'prompt':null}|is required",
                "{'prompt':''}|must not be blank",
                "{'prompt':' \\t\\n\\u00a0\\u3000'}|must not be blank",
                "{'prompt':7}|must be text",
                "{'prompt':['a']}|must be text",
                "{'prompt':true}|must be text",
                "{'prompt':'a\\ud83d'}|must be text",
                "{'prompt':'\\ude00\\ud83d'}|must be text",
                "{'prompt':'a\\u0000'}|must not have control characters other than line breaks and tabs",
                "{'prompt':'a\\u001b[2J'}|must not have control characters other than line breaks and tabs",
                "{'prompt':'a\\u0085'}|must not have control characters other than line breaks and tabs"
            })
    void rejectsBlankOrUnprintablePrompt(String body, String rule) {
        assertErrors(SHORT, body, "prompt " + rule);
    }

    @Test
    void countsPromptInCharacters() {
        assertThat(read(SHORT, "{'prompt':'" + "🐱".repeat(4000) + "'}")
                        .inputs()
                        .get("text_prompt")
                        .textValue())
                .hasSize(8000);
        assertErrors(SHORT, "{'prompt':'" + "a".repeat(4001) + "'}", "prompt must be at most 4000 characters");
        assertErrors(
                SHORT,
                "{'prompt':'a','texture_prompt':'" + "🐱".repeat(4001) + "'}",
                "texture_prompt must be at most 4000 characters");
    }

    @Test
    void acceptsTextOfAllScripts() {
        String prompt = "line\\nline\\r\\n\\ttab żółć 猫 \\ud83d\\ude00 \\u200d";
        assertThat(read(SHORT, "{'prompt':'" + prompt + "'}")
                        .inputs()
                        .get("text_prompt")
                        .textValue())
                .isEqualTo("line\nline\r\n\ttab żółć 猫 😀 \u200d");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1024|1024",
                "256|256",
                "4096|4096",
                "1024.0|1024",
                "1.024e3|1024",
                "'1024'|1024",
                "' +1024 '|1024",
                "'1024.00'|1024",
                "255|must be from 256 to 4096",
                "4097|must be from 256 to 4096",
                "-1024|must be from 256 to 4096",
                "9223372036854775807|must be from 256 to 4096",
                "9223372036854775808|must be a whole number of at most 64 bits",
                "1e19|must be a whole number of at most 64 bits",
                "1e999|must be a whole number of at most 64 bits",
                "1024.5|must be a whole number of at most 64 bits",
                "'1024.5'|must be a whole number of at most 64 bits",
                "'1e3'|must be a whole number of at most 64 bits",
                "'0x400'|must be a whole number of at most 64 bits",
                "'NaN'|must be a whole number of at most 64 bits",
                "'99999999999999999999'|must be a whole number of at most 64 bits",
                "''|must be a whole number of at most 64 bits",
                "true|must be a whole number of at most 64 bits",
                "[1024]|must be a whole number of at most 64 bits",
                "null|must not be null"
            })
    void wholeNumbers(String given, String expected) {
        String body = "{'text_prompt':'a cat','texture_resolution':" + given + "}";
        if (expected.startsWith("must")) {
            assertErrors(FULL, body, "texture_resolution " + expected);
        } else {
            assertThat(read(FULL, body).inputs().get("texture_resolution")).hasToString(expected);
        }
    }

    @Test
    void validationDoesNotChangeTheBody() throws JsonProcessingException {
        String body = text("{'prompt':'a cat','model_parameters':{'seed':'7','simplify':null}}");
        ObjectNode given = (ObjectNode) json.readTree(body);
        form.read(catalog.jobType(SHORT).orElseThrow(), given, UnknownParameters.IGNORE);
        assertThat(given).hasToString(body);
    }
}
