package org.meshgate.jobs.openapi;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.parameters.RequestBody;
import org.meshgate.catalog.Catalog;
import org.meshgate.catalog.model.FileGroup;
import org.meshgate.catalog.model.JobType;
import org.meshgate.jobs.submit.SubmissionResource;
import org.meshgate.runtime.RunMode;

/**
 * Replaces the internal submission route in the OpenAPI document by the routes of all job types. It runs at startup,
 * because the catalog can be replaced without a build.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.RUNTIME_STARTUP)
@ApplicationScoped
public class JobTypeOpenApiFilter implements OASFilter {

    private static final String JSON = "application/json";

    private final Catalog catalog;
    private final RunMode runMode;

    JobTypeOpenApiFilter(Catalog catalog, RunMode runMode) {
        this.catalog = catalog;
        this.runMode = runMode;
    }

    @Override
    public void filterOpenAPI(OpenAPI api) {
        PathItem known = api.getPaths().getPathItem(SubmissionResource.INTERNAL_PATH);
        if (known == null || !runMode.serving()) {
            return; // one-shot commands serve no OpenAPI document and need no catalog
        }
        api.getPaths().removePathItem(SubmissionResource.INTERNAL_PATH);
        Set<String> ids = new HashSet<>();
        for (JobType type : catalog.jobTypes()) {
            String id = operationId(lastStep(type.path()));
            Operation operation = operation(type, known.getPOST())
                    .operationId(ids.add(id) ? id : operationId(type.path().substring(1)));
            api.getPaths().addPathItem(type.path(), OASFactory.createPathItem().POST(operation));
        }
    }

    /** {@code submitTextToRawMesh} of {@code text-to-raw-mesh}; of the whole path where another job type ends alike. */
    private static String operationId(String path) {
        return Stream.of(path.split("[^A-Za-z0-9]+"))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining("", "submit", ""));
    }

    private Operation operation(JobType type, Operation known) {
        return OASFactory.createOperation()
                .tags(List.of(tag(type)))
                .summary(sentence(lastStep(type.path())))
                .description(description(type))
                .parameters(known.getParameters())
                .requestBody(body(type))
                .responses(known.getResponses())
                .addExtension(JobTypeExtension.NAME, JobTypeExtension.of(type, catalog.enabledModels(type.feature())));
    }

    private RequestBody body(JobType type) {
        return OASFactory.createRequestBody()
                .required(true)
                .content(OASFactory.createContent()
                        .addMediaType(
                                JSON,
                                OASFactory.createMediaType()
                                        .schema(JobTypeSchema.of(type, catalog.enabledModels(type.feature())))
                                        .example(JobTypeExample.of(type))));
    }

    private String description(JobType type) {
        List<String> lines = new ArrayList<>();
        if (catalog.enabledModels(type.feature()).isEmpty()) {
            lines.add("No model does such jobs on this server.");
        }
        for (FileGroup group : type.files().values()) {
            lines.add(
                    group.required() && group.fields().size() == 1
                            ? group.fields().values().iterator().next() + " is required."
                            : (group.required() ? "Exactly" : "At most") + " one of "
                                    + String.join(", ", group.fields().values()) + " is given.");
        }
        for (List<String> group : type.oneOf()) {
            lines.add("Exactly one of " + String.join(", ", group) + " is given.");
        }
        return String.join(" ", lines);
    }

    /** {@code mesh-generation} of {@code /api/v1/mesh-generation/text-to-raw-mesh}, for people. */
    private static String tag(JobType type) {
        return sentence(type.path().split("/")[3]);
    }

    private static String lastStep(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String sentence(String words) {
        String plain = words.replace('-', ' ');
        return plain.substring(0, 1).toUpperCase(Locale.ROOT) + plain.substring(1);
    }
}
