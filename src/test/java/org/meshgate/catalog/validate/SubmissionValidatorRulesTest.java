package org.meshgate.catalog.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshgate.catalog.Catalog;
import org.meshgate.catalog.read.Catalogs;
import org.meshgate.problem.ValidationFailedException;

/** The rules that the job types of today do not use in full, on a catalog made for it. */
class SubmissionValidatorRulesTest {

    private static final String MODELS = """
            feature:
              big_model:
                vram_mb: 1
                inputs: [text]
                outputs: [glb]
                enabled: true
                parameters:
                  list: {type: array}
                  map: {type: object}
                  flag: {type: boolean}
                  word: {type: string}
                  small: {type: integer, maximum: 9}
                  half: {type: number, enum: [0.5, 1]}
                  fixed: {type: integer}
                  ratio: {type: integer, default: null}
            unused:
              off_model:
                vram_mb: 1
                inputs: [text]
                outputs: [glb]
                enabled: false
                parameters: {}
            plain:
              plain_model:
                vram_mb: 1
                inputs: [text]
                outputs: [glb]
                enabled: true
                parameters: {}
            """;

    private static final String JOB_TYPES = """
            - path: /api/v1/all
              feature: feature
              message: Queued
              fields:
                flag_field: {type: boolean, default: true}
                ratio: {type: number, default: 1, min: 1, max: 5}
                name: {type: string, nullable: true}
                note: {type: prompt, nullable: true, default: none}
              inputs:
                fixed: {const: 3}
                nothing: {const: null}
                flag_field: {field: flag_field}
                ratio: {field: ratio}
                name: {field: name}
                note: {field: note}
              metadata:
                feature_type: {const: feature}
                name: {field: name}
            - path: /api/v1/unused
              feature: unused
              message: Queued
              fields: {}
              inputs: {}
              metadata: {}
            - path: /api/v1/plain
              feature: plain
              message: Queued
              fields: {}
              inputs: {}
              metadata: {}
            """;

    private final ObjectMapper json = new ObjectMapper();
    private final Catalog catalog = Catalogs.of(MODELS, JOB_TYPES);
    private final SubmissionValidator form = new SubmissionValidator(catalog);

    @Test
    void constantsDefaultsAndNulls() {
        Submission submission = read("all", "{}");
        assertThat(submission.inputs())
                .hasToString(
                        text("{'fixed':3,'nothing':null,'flag_field':true,'ratio':1.0,'name':null,'note':'none'}"));
        assertThat(submission.metadata()).hasToString(text("{'feature_type':'feature','name':null}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "flag_field|false|false",
                "flag_field|'false'|false",
                "flag_field|'NO'|false",
                "flag_field|'off'|false",
                "flag_field|0|false",
                "flag_field|'t'|true",
                "flag_field|'1'|true",
                "flag_field|1|true",
                "flag_field|2|must be true or false",
                "flag_field|0.0|must be true or false",
                "flag_field|'maybe'|must be true or false",
                "flag_field|''|must be true or false",
                "flag_field|[]|must be true or false",
                "flag_field|null|must not be null",
                "ratio|1|1.0",
                "ratio|5|5.0",
                "ratio|'2.5'|2.5",
                "ratio|' 1e0 '|1.0",
                "ratio|5.0000001|must be from 1 to 5",
                "ratio|0.9|must be from 1 to 5",
                "ratio|'1.2.3'|must be a finite number",
                "ratio|'Infinity'|must be a finite number",
                "ratio|{}|must be a finite number",
                "name|null|null",
                "name|''|\"\"",
                "name|'\\udfff'|must be text",
                "name|7|must be text",
                "note|null|null",
                "note|' '|\" \"",
                "note|'\\u0007'|must not have control characters other than line breaks and tabs"
            })
    void fields(String field, String given, String expected) {
        String body = "{'" + field + "':" + given + "}";
        if (expected.startsWith("must")) {
            assertThat(error("all", body)).isEqualTo(field + " " + expected);
        } else {
            assertThat(read("all", body).inputs().get(field)).hasToString(expected);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "list|[1,'a',[null,{}]]|[1,\"a\",[null,{}]]",
                "list|{}|must be a JSON array of well-formed texts and finite numbers",
                "list|['\\ud800']|must be a JSON array of well-formed texts and finite numbers",
                "list|[[1e999]]|must be a JSON array of well-formed texts and finite numbers",
                "list|[9223372036854775808]|must be a JSON array of well-formed texts and finite numbers",
                "map|{'a':[1]}|{\"a\":[1]}",
                "map|[]|must be a JSON object of well-formed texts and finite numbers",
                "map|{'a':{'\\udc00':1}}|must be a JSON object of well-formed texts and finite numbers",
                "flag|'yes'|true",
                "word|'any'|\"any\"",
                "small|-5|-5",
                "small|10|must be at most 9",
                "half|'0.5'|0.5",
                "half|1|1.0",
                "half|0.7|must be one of 0.5, 1.0",
                "ratio|3|3.0",
                "ratio|6|must be from 1 to 5",
                "ratio|1.5|must be a whole number of at most 64 bits",
                "fixed|3|belongs to the job itself and cannot be set here",
                "nothing|3|belongs to the job itself and cannot be set here"
            })
    void parameters(String name, String given, String expected) {
        String body = "{'model_parameters':{'" + name + "':" + given + "}}";
        if (expected.startsWith("must") || expected.startsWith("belongs")) {
            assertThat(error("all", body)).isEqualTo("model_parameters." + name + " " + expected);
        } else {
            assertThat(read("all", body).inputs().get(name)).hasToString(expected);
        }
    }

    @Test
    void comparesNumbersOfFieldAndParameterByValue() {
        assertThat(read("all", "{'ratio':2.0,'model_parameters':{'ratio':'2'}}")
                        .inputs()
                        .get("ratio"))
                .hasToString("2.0");
        assertThat(error("all", "{'ratio':2.5,'model_parameters':{'ratio':2}}"))
                .isEqualTo("model_parameters.ratio differs from the field ratio: give one of the two, or the same");
    }

    @Test
    void rejectsJobsOfAFeatureWithoutAnEnabledModel() {
        for (String body : new String[] {"{}", "{'model_preference':'off_model'}", "{'model_preference':'off'}"}) {
            assertThat(error("unused", body))
                    .isEqualTo("model_preference cannot be met: no model is available for this kind of job");
        }
    }

    @Test
    void modelWithoutParametersIsListedSo() {
        assertThat(error("plain", "{'model_parameters':{'seed':1}}"))
                .isEqualTo("model_parameters.seed is not known: plain_model has no parameters");
    }

    @Test
    void theListOfErrorsIsBounded() {
        String many = IntStream.range(0, 1000).mapToObj(i -> "'p" + i + "':1").collect(Collectors.joining(","));
        ValidationFailedException refused = catchThrowableOfType(
                ValidationFailedException.class, () -> read("all", "{'model_parameters':{" + many + "}}"));
        assertThat(refused.fieldErrors()).hasSize(50);
    }

    private Submission read(String route, String body) {
        try {
            return form.read(
                    catalog.jobType("/api/v1/" + route).orElseThrow(),
                    (ObjectNode) json.readTree(text(body)),
                    UnknownParameters.REJECT);
        } catch (JsonProcessingException e) {
            throw new AssertionError(body, e);
        }
    }

    private String error(String route, String body) {
        return catchThrowableOfType(ValidationFailedException.class, () -> read(route, body))
                .getMessage();
    }

    /** JSON is written with single quotes here. */
    private static String text(String json) {
        return json.replace('\'', '"');
    }
}
