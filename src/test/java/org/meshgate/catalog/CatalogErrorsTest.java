package org.meshgate.catalog;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.catalog.model.CatalogException;
import org.meshgate.catalog.read.Catalogs;

/** Errors in catalog files. */
class CatalogErrorsTest {

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

    private static final String ORIGINS =
            "{field: NAME}, {const: VALUE}, {file: GROUP}, {param: NAME}, {first_of: [...]}," + " {which_of: {...}}";

    /** Each line: what is replaced, by what, and what is then told. A slash is the end of a line. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vram_mb: 1 | vram_mb: 0 | models.yaml line 3: vram_mb must be a whole number above 0",
                "vram_mb: 1 | vram_mb: 1.5 | models.yaml line 3: vram_mb must be a whole number above 0",
                "vram_mb: 1 | vram_mb: 99999999999 | models.yaml line 3: vram_mb must be a plain decimal number",
                "vram_mb: 1 | vram: 1 | models.yaml line 3: vram is not a key of family_one",
                "inputs: [text] | inputs: text | models.yaml line 4: inputs must be a list",
                "inputs: [text] | inputs: [1] | models.yaml line 4: an item of inputs must be text",
                "inputs: [text] | outputs: [text] | models.yaml line 5 has the key feature.family_one.outputs again, which is in line 4 already",
                "inputs: [text] | {} | models.yaml line 5 is not YAML: could not find expected ':'",
                "enabled: true | enabled: 1 | models.yaml line 6: enabled must be true or false",
                "enabled: true | enabled: yes | models.yaml line 6: enabled must be true, false, or a text in quotes",
                "parameters: {} | parameters: | models.yaml line 7: parameters must be a mapping",
                "parameters: {} | parameters: {p: {}} | models.yaml line 7: p has no type",
                "parameters: {} | parameters: {p: {type: text}} | models.yaml line 7: type must be one of prompt, string,"
                        + " id, name, integer, number, boolean, array, object",
                "parameters: {} | parameters: {p: {type: integer, default: x}} |"
                        + " models.yaml line 7: default must be a whole number of at most 64 bits",
                "parameters: {} | parameters: {p: {type: integer, default: 3, enum: [1, 2]}} |"
                        + " models.yaml line 7: default must be one of 1, 2",
                "parameters: {} | parameters: {p: {type: integer, enum: [1, x]}} |"
                        + " models.yaml line 7: an item of enum must be a whole number of at most 64 bits",
                "parameters: {} | parameters: {p: {type: integer, minimum: x}} |"
                        + " models.yaml line 7: minimum must be a number",
                "parameters: {} | parameters: {p: {type: number, maximum: .inf}} |"
                        + " models.yaml line 7: maximum must be a plain decimal number",
                "parameters: {} | parameters: {p: {type: string, minimum: 1}} |"
                        + " models.yaml line 7: minimum is for numbers",
                "parameters: {} | parameters: {p: {type: integer, min: 1}} | models.yaml line 7: min is not a key of p"
            })
    void invalidModelIsReportedWithItsLine(String part, String replacement, String message) {
        assertThatThrownBy(() -> Catalogs.of(MODEL.replace(part, replacement), JOB_TYPE))
                .isInstanceOf(CatalogException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "path: /api/v1/a | path: /a | job-types.yaml line 1: path must begin with /api/v1/ and have small letters,"
                        + " digits and - between slashes",
                "feature: feature | feature: other | job-types.yaml line 2: feature is not a feature of the file of models",
                "message: Queued | message: '' | job-types.yaml line 3: message must be text",
                "message: Queued | note: Queued | job-types.yaml line 3: note is not a key of an item of the file",
                "{type: string, required: true} | {type: string} |"
                        + " job-types.yaml line 5: text needs a default, or must be required, nullable"
                        + " or optional",
                "{type: string, required: true} | {type: string, default: 1} | job-types.yaml line 5: default must be text",
                "{type: string, required: true} | {type: string, required: x} |"
                        + " job-types.yaml line 5: required must be true or false",
                "'text: {type:' | 'model_preference: {type:' |"
                        + " job-types.yaml line 5: model_preference is a field of the job type anyway",
                "{field: text} | {field: other} | job-types.yaml line 7: field is not among the fields of the job type",
                "{field: text} | {} | job-types.yaml line 7: text must be one of " + ORIGINS,
                "{field: text} | {field: text, const: 1} | job-types.yaml line 7: text must be one of " + ORIGINS,
                "{field: text} | {const: [1]} | job-types.yaml line 7: const must be a text, number, boolean or null",
                "path: /api/v1/a | path: /api/v1/system/a | job-types.yaml line 1: path belongs to routes of the service"
                        + " itself",
                "path: /api/v1/a | path: /api/v1/a/../b | job-types.yaml line 1: path must begin with /api/v1/ and have"
                        + " small letters, digits and - between slashes",
                "message: Queued | 'message: \"' | job-types.yaml line 9 is not YAML: found unexpected end of stream",
                "{type: string, required: true} | {type: text, required: true} | job-types.yaml line 5: type must be one of"
                        + " prompt, string, id, name, integer, number, boolean, array, object, list",
                "{type: string, required: true} | {type: string, required: true, length: 3} |"
                        + " job-types.yaml line 5: length is not a key of text",
                "{type: string, required: true} | {type: list, items: {type: number}, required: true} |"
                        + " job-types.yaml line 5: text needs a length or max_items",
                "{type: string, required: true} | {type: list, length: 3, required: true} |"
                        + " job-types.yaml line 5: text has no items",
                "{type: string, required: true} | {type: list, length: 1, items: {type: number}, default: [a]} |"
                        + " job-types.yaml line 5: default [0] must be a finite number",
                "{type: string, required: true} | {type: number, min: 1, above: 1, required: true} |"
                        + " job-types.yaml line 5: text cannot have both min and above",
                "{type: string, required: true} | {type: string, optional: true, default: a} |"
                        + " job-types.yaml line 5: text cannot be optional and required, or have a default",
                "{type: string, required: true} | {type: string, case_insensitive: true, required: true} |"
                        + " job-types.yaml line 5: text can be case_insensitive only with a list of allowed texts",
                "{type: string, required: true} | {type: object, required: true, members: {a: {type: id}}} |"
                        + " job-types.yaml line 5: a needs a default, or must be required, nullable or optional",
                "{type: string, required: true} | &a {type: object, required: true, members: {a: *a}} |"
                        + " job-types.yaml line 5 is nested too deep, or contains itself",
                "{field: text} | {field: text, upper: true} | job-types.yaml line 7: upper is not a key of text",
                "{field: text} | {file: image} |"
                        + " job-types.yaml line 7: file is not among the files of the job type",
                "{field: text} | {param: seed} | job-types.yaml line 7: text has no default",
                "{field: text} | {first_of: [text.x]} | job-types.yaml line 7: an item of first_of leads to nothing that"
                        + " the fields of the job type have",
                "{field: text} | {which_of: {other: 1}} |"
                        + " job-types.yaml line 7: other is not among the fields of the job type",
                "metadata: {} | 'metadata: {}/  parameters: some' | job-types.yaml line 9: parameters must be one of spread,"
                        + " picked, absent",
                "metadata: {} | 'metadata: {}/  one_of: [[text]]' |"
                        + " job-types.yaml line 9: an item of one_of must have two fields at least",
                "metadata: {} | 'metadata: {}/  one_of: [[text, other]]' | job-types.yaml line 9: an item of one_of has text,"
                        + " which is not a nullable field of the job type",
                "metadata: {} | 'metadata: {}/  files: {image: {kind: image, exactly_one: {id: a}}}' |"
                        + " job-types.yaml line 9: image is not among the inputs",
                "metadata: {} | 'metadata: {}/  files: {image: {kind: video, exactly_one: {id: a}}}' |"
                        + " job-types.yaml line 9: kind must be one of image, mesh",
                "metadata: {} | 'metadata: {}/  files: {image: {kind: image}}' |"
                        + " job-types.yaml line 9: image must have exactly_one or at_most_one",
                "metadata: {} | 'metadata: {}/  files: {image: {kind: image, at_most_one: {}}}' |"
                        + " job-types.yaml line 9: at_most_one must have path, base64 or id",
                "metadata: {} | 'metadata: {}/  files: {image: {kind: image, at_most_one: {url: a}}}' |"
                        + " job-types.yaml line 9: url is not a key of at_most_one",
                "metadata: {} | 'metadata: {}/  files: {image: {kind: image, exactly_one: {id: text}}}' |"
                        + " job-types.yaml line 9: image names a field that is there already: text",
                "metadata: {} | 'metadata: {object_name: {const: a}}/  object_name: true' |"
                        + " job-types.yaml line 8: object_name is written by object_name: true",
                "metadata: {} | extra: {} | job-types.yaml line 8: extra is not a key of an item of the file"
            })
    void invalidJobTypeIsReportedWithItsLine(String part, String replacement, String message) {
        assertThatThrownBy(() -> Catalogs.of(MODEL, JOB_TYPE.replace(part, replacement.replace("/  ", "\n  "))))
                .isInstanceOf(CatalogException.class)
                .hasMessage(message);
    }

    @Test
    void idsAndRoutesAreUnique() {
        assertThatThrownBy(() -> Catalogs.of(MODEL + MODEL.replace("feature:", "other:"), JOB_TYPE))
                .hasMessage("models.yaml line 10: family_one is also a model of another feature");
        assertThatThrownBy(() -> Catalogs.of(MODEL, JOB_TYPE + JOB_TYPE))
                .hasMessage("job-types.yaml line 9: path is that of another job type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n"})
    void rejectsEmptyFile(String nothing) {
        assertThatThrownBy(() -> Catalogs.of(nothing, JOB_TYPE)).hasMessage("models.yaml is empty");
        assertThatThrownBy(() -> Catalogs.of(MODEL, nothing)).hasMessage("job-types.yaml is empty");
    }
}
