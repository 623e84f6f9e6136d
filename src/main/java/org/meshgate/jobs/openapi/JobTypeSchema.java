package org.meshgate.jobs.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.meshgate.catalog.model.FileGroup;
import org.meshgate.catalog.model.FileReference;
import org.meshgate.catalog.model.JobType;
import org.meshgate.catalog.model.Model;
import org.meshgate.catalog.rule.Field;
import org.meshgate.catalog.rule.ListRule;
import org.meshgate.catalog.rule.ObjectRule;
import org.meshgate.catalog.rule.Rule;
import org.meshgate.catalog.rule.ValueRule;
import org.meshgate.catalog.rule.ValueType;

/** Builds the JSON Schema of the body of a submission. */
final class JobTypeSchema {

    private JobTypeSchema() {}

    /** @param models that support the feature of the job type */
    static Schema of(JobType type, List<Model> models) {
        Schema schema = ofMembers(type.fields());
        type.files().values().forEach(group -> addFiles(group, schema));
        schema.addProperty(JobType.MODEL_PREFERENCE, modelPreference(models));
        if (type.parameters() != JobType.Parameters.ABSENT) {
            schema.addProperty(
                    JobType.MODEL_PARAMETERS,
                    typed(SchemaType.OBJECT, true)
                            .description("What there is for a model: GET /api/v1/system/models/{model_id}/parameters"));
        }
        return schema;
    }

    private static Schema ofMembers(Map<String, Field> members) {
        Schema schema = typed(SchemaType.OBJECT, false);
        schema.setProperties(new LinkedHashMap<>());
        members.forEach((name, field) -> {
            Schema property = ofRule(field.rule(), field.nullable());
            field.defaultValue().ifPresent(value -> property.setDefaultValue(plain(value)));
            schema.addProperty(name, property);
            if (field.required()) {
                schema.addRequired(name);
            }
        });
        return schema;
    }

    private static Schema ofRule(Rule rule, boolean nullable) {
        if (rule instanceof ListRule list) {
            return typed(SchemaType.ARRAY, nullable)
                    .items(ofRule(list.items(), false))
                    .minItems(list.minItems())
                    .maxItems(list.maxItems());
        }
        if (rule instanceof ObjectRule object) {
            Schema schema = ofMembers(object.members());
            schema.setType(types(SchemaType.OBJECT, nullable));
            return schema;
        }
        return ofValue((ValueRule) rule, nullable);
    }

    private static Schema ofValue(ValueRule rule, boolean nullable) {
        if (nullable && !rule.allowed().isEmpty()) { // the serializer omits null among enum values
            return OASFactory.createSchema()
                    .anyOf(List.of(
                            ofValue(rule, false), OASFactory.createSchema().type(List.of(SchemaType.NULL))));
        }
        Schema schema = typed(SchemaType.valueOf(rule.type().jsonName().toUpperCase(java.util.Locale.ROOT)), nullable);
        rule.minimum().ifPresent(least -> {
            if (rule.above()) {
                schema.setExclusiveMinimum(least);
            } else {
                schema.setMinimum(least);
            }
        });
        rule.maximum().ifPresent(schema::setMaximum);
        rule.allowed().forEach(value -> schema.addEnumeration(plain(value)));
        if (rule.type() == ValueType.ID) {
            schema.setPattern("^" + ValueRule.ID_PATTERN + "$");
        }
        if (rule.allowed().isEmpty()) {
            rule.maxLength().ifPresent(schema::setMaxLength);
        }
        return schema;
    }

    private static void addFiles(FileGroup group, Schema schema) {
        group.fields()
                .forEach((source, field) -> schema.addProperty(
                        field, typed(SchemaType.STRING, true).description(description(source, group))));
        if (group.required() && group.fields().size() == 1) {
            schema.addRequired(group.fields().values().iterator().next());
        }
    }

    private static String description(FileReference.Source source, FileGroup group) {
        String kind = group.kind().name().toLowerCase(java.util.Locale.ROOT);
        return switch (source) {
            case PATH -> "Path of the " + kind + " on the server: for administrators, and in simple mode.";
            case BASE64 -> "The " + kind + " as base64, or as a data URL.";
            case ID -> "The file_id of an uploaded " + kind + ".";
        };
    }

    private static Schema modelPreference(List<Model> models) {
        String ids = models.stream().map(Model::id).collect(Collectors.joining(", "));
        return typed(SchemaType.STRING, true)
                .description(
                        models.isEmpty()
                                ? "There is no model."
                                : "One of " + ids + ", or a family, which is how ids begin. Without it: "
                                        + models.get(0).id() + ".");
    }

    private static Schema typed(SchemaType type, boolean nullable) {
        return OASFactory.createSchema().type(types(type, nullable));
    }

    private static List<SchemaType> types(SchemaType type, boolean nullable) {
        return nullable ? List.of(type, SchemaType.NULL) : List.of(type);
    }

    /** Converts a JSON node to the plain Java value that the OpenAPI writer expects. */
    static Object plain(JsonNode value) {
        if (value.isNumber()) {
            return value.numberValue();
        }
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        if (value.isArray()) {
            return StreamSupport.stream(value.spliterator(), false)
                    .map(JobTypeSchema::plain)
                    .collect(Collectors.toCollection(ArrayList::new));
        }
        if (value.isObject()) {
            Map<String, Object> members = new LinkedHashMap<>();
            value.properties().forEach(member -> members.put(member.getKey(), plain(member.getValue())));
            return members;
        }
        return value.asText();
    }
}
