package org.meshgate.system.openapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.FieldInfo;
import org.jboss.jandex.IndexView;

/**
 * Marks the members of records as required and nullable in the API description, as Jackson writes and reads them. A
 * response has all of its members, except those annotated with {@link JsonInclude}, which may be absent but are never
 * null. A request may omit optional members, or set them to null.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class SchemaMemberFilter implements OASFilter {

    private static final String REFERENCE = "#/components/schemas/";
    private static final DotName INCLUDE = DotName.createSimple(JsonInclude.class);
    private static final DotName PROPERTY = DotName.createSimple(JsonProperty.class);
    private static final DotName SCHEMA =
            DotName.createSimple(org.eclipse.microprofile.openapi.annotations.media.Schema.class);

    /** The members that may be absent, by schema name. */
    private final Map<String, Set<String>> optionalMembers = new HashMap<>();

    /** @param index the Jandex index of the program */
    public SchemaMemberFilter(IndexView index) {
        for (AnnotationInstance include : index.getAnnotations(INCLUDE)) {
            if (include.target().kind() == AnnotationTarget.Kind.FIELD) {
                FieldInfo field = include.target().asField();
                optionalMembers
                        .computeIfAbsent(schemaName(field.declaringClass()), name -> new HashSet<>())
                        .add(jsonName(field));
            }
        }
    }

    private static String schemaName(ClassInfo type) {
        AnnotationInstance schema = type.declaredAnnotation(SCHEMA);
        return schema == null || schema.value("name") == null
                ? type.simpleName()
                : schema.value("name").asString();
    }

    private static String jsonName(FieldInfo field) {
        AnnotationInstance property = field.annotation(PROPERTY);
        return property == null || property.value() == null
                ? field.name()
                : property.value().asString();
    }

    @Override
    public void filterOpenAPI(OpenAPI api) {
        Map<String, Schema> schemas = api.getComponents().getSchemas();
        List<Operation> operations = api.getPaths().getPathItems().values().stream()
                .flatMap(item -> item.getOperations().values().stream())
                .toList();
        Stream<Schema> responses = operations.stream()
                .flatMap(operation -> operation.getResponses().getAPIResponses().values().stream())
                .map(APIResponse::getContent)
                .flatMap(SchemaMemberFilter::schemas);
        Stream<Schema> requests = operations.stream()
                .map(Operation::getRequestBody)
                .filter(Objects::nonNull)
                .flatMap(body -> schemas(body.getContent()));
        reachable(Stream.concat(responses, Stream.of(reference("Problem"))), schemas)
                .forEach(name -> describeResponse(schemas.get(name), optionalMembers.getOrDefault(name, Set.of())));
        reachable(requests, schemas).forEach(name -> describeRequest(schemas.get(name)));
    }

    private static void describeResponse(Schema schema, Set<String> optional) {
        if (schema.getProperties() == null) {
            return;
        }
        schema.getProperties().values().stream()
                .filter(member -> member.getAnyOf() != null)
                .forEach(member -> member.setType(null)); // anyOf implies the type
        if (schema.getAdditionalPropertiesSchema() != null) {
            return; // a document that other programs write, with members of their own
        }
        schema.setRequired(new ArrayList<>());
        schema.getProperties().forEach((name, member) -> {
            if (!optional.contains(name)) {
                schema.addRequired(name);
            } else if (member.getType() != null && member.getType().size() > 1) {
                member.setType(member.getType().stream()
                        .filter(type -> type != SchemaType.NULL)
                        .toList());
            }
        });
    }

    private static void describeRequest(Schema schema) {
        if (schema.getProperties() == null) {
            return;
        }
        List<String> required = schema.getRequired() == null ? List.of() : schema.getRequired();
        Map<String, Schema> members = new LinkedHashMap<>(schema.getProperties());
        members.replaceAll((name, member) -> {
            adaptConstraints(member);
            return required.contains(name) ? member : nullable(member);
        });
        schema.setProperties(members);
    }

    /** Moves the enumeration of a list to its items, and anchors patterns: Bean Validation matches the whole text. */
    private static void adaptConstraints(Schema schema) {
        if (schema.getItems() != null && schema.getEnumeration() != null) {
            schema.getItems().setEnumeration(schema.getEnumeration());
            schema.setEnumeration(null);
        }
        if (schema.getItems() != null) {
            adaptConstraints(schema.getItems());
        }
        if (schema.getPattern() != null && !schema.getPattern().startsWith("^")) {
            schema.setPattern("^(?:" + schema.getPattern() + ")$");
        }
    }

    private static Schema nullable(Schema schema) {
        if (schema.getRef() != null) {
            return orNull(schema);
        }
        if (schema.getType() == null || schema.getType().contains(SchemaType.NULL)) {
            return schema;
        }
        if (schema.getEnumeration() != null) { // the generator would omit null from the enumeration
            return orNull(schema);
        }
        return schema.addType(SchemaType.NULL);
    }

    private static Schema orNull(Schema schema) {
        return OASFactory.createSchema()
                .anyOf(List.of(schema, OASFactory.createSchema().type(List.of(SchemaType.NULL))));
    }

    /** The names of all schemas that are referenced, directly or transitively. */
    private static Set<String> reachable(Stream<Schema> from, Map<String, Schema> schemas) {
        Set<String> names = new HashSet<>();
        Deque<Schema> open = new ArrayDeque<>(from.toList());
        while (!open.isEmpty()) {
            Schema schema = open.pop();
            if (schema.getRef() != null) {
                String name = schema.getRef().substring(REFERENCE.length());
                if (names.add(name)) {
                    open.push(schemas.get(name));
                }
            } else {
                parts(schema).forEach(open::push);
            }
        }
        return names;
    }

    private static Stream<Schema> parts(Schema schema) {
        return Stream.of(
                        schema.getProperties() == null
                                ? List.<Schema>of()
                                : schema.getProperties().values(),
                        list(schema.getAnyOf()),
                        list(schema.getOneOf()),
                        list(schema.getAllOf()),
                        Stream.of(schema.getItems(), schema.getAdditionalPropertiesSchema())
                                .filter(Objects::nonNull)
                                .toList())
                .flatMap(Collection::stream);
    }

    private static List<Schema> list(List<Schema> schemas) {
        return schemas == null ? List.of() : schemas;
    }

    private static Stream<Schema> schemas(Content content) {
        return content == null
                ? Stream.of()
                : content.getMediaTypes().values().stream()
                        .map(MediaType::getSchema)
                        .filter(Objects::nonNull);
    }

    private static Schema reference(String name) {
        return OASFactory.createSchema().ref(REFERENCE + name);
    }
}
