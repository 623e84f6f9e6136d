package org.meshgate.system.openapi;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;
import org.meshgate.caller.AccountsOnly;
import org.meshgate.caller.Public;
import org.meshgate.caller.SignedFolder;
import org.meshgate.caller.Unlimited;
import org.meshgate.http.route.StreamedBody;
import org.meshgate.problem.ProblemResponses;
import org.meshgate.problem.ProblemType;

/**
 * Adds the failure responses of every operation to the API description. They are derived from the route: its
 * annotations of {@link org.meshgate.caller}, its parameters and its body; {@link ProblemResponses} names the others.
 * Each status is one shared response that operations refer to; {@code default} stands for failures of any route.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class FailureResponseFilter implements OASFilter {

    private static final String REFERENCE = "#/components/responses/";
    private static final String ANY_OTHER = "default";
    private static final String FAILURE = "Failure";
    private static final DotName PROBLEM_RESPONSES = DotName.createSimple(ProblemResponses.class);

    /** The shared responses by status; 405, 406, 421, 431 and 500 are covered by {@code default}. */
    private static final Map<Integer, String> NAMES = new TreeMap<>(Map.ofEntries(
            Map.entry(400, "BadRequest"),
            Map.entry(401, "Unauthorized"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "NotFound"),
            Map.entry(409, "Conflict"),
            Map.entry(412, "PreconditionFailed"),
            Map.entry(413, "ContentTooLarge"),
            Map.entry(415, "UnsupportedMediaType"),
            Map.entry(416, "RangeNotSatisfiable"),
            Map.entry(422, "UnprocessableContent"),
            Map.entry(429, "TooManyRequests"),
            Map.entry(503, "ServiceUnavailable"),
            Map.entry(507, "InsufficientStorage")));

    private final RouteIndex routes;

    /** @param index the Jandex index of the program */
    public FailureResponseFilter(IndexView index) {
        this.routes = new RouteIndex(index);
    }

    @Override
    public void filterOpenAPI(OpenAPI api) {
        NAMES.forEach((status, name) -> api.getComponents().addResponse(name, response(status)));
        api.getComponents().addResponse(FAILURE, problem("Any other failure"));
        api.getPaths().getPathItems().forEach((path, item) -> item.getOperations()
                .forEach((verb, operation) -> routes.find(verb.name(), path)
                        .ifPresent(method -> addFailures(operation, verb, path, method))));
    }

    private static void addFailures(Operation operation, PathItem.HttpMethod verb, String path, MethodInfo method) {
        APIResponses responses = operation.getResponses();
        for (int status : failures(operation, verb, path, method)) {
            if (!responses.hasAPIResponse(Integer.toString(status))) {
                responses.addAPIResponse(Integer.toString(status), reference(NAMES.get(status)));
            }
        }
        responses.addAPIResponse(ANY_OTHER, reference(FAILURE));
    }

    private static Set<Integer> failures(
            Operation operation, PathItem.HttpMethod verb, String path, MethodInfo method) {
        Set<Integer> statuses = new TreeSet<>(Set.of(400, 403)); // a malformed request, an origin that is not allowed
        boolean isPublic = RouteIndex.isMarked(method, Public.class);
        if (!isPublic && !RouteIndex.isMarked(method, SignedFolder.class)) {
            statuses.add(401);
        }
        if (path.contains("{")) {
            statuses.add(404);
        }
        if (verb != PathItem.HttpMethod.GET) { // any body is read, even if the route takes none
            statuses.addAll(Set.of(413, 415));
        }
        if (operation.getRequestBody() != null || hasParametersBesidesPath(operation)) {
            statuses.add(422);
        }
        if (!RouteIndex.isMarked(method, Unlimited.class)) {
            statuses.add(429);
        }
        if (!isPublic || RouteIndex.isMarked(method, AccountsOnly.class)) { // uses Redis
            statuses.add(503);
        }
        if (RouteIndex.isMarked(method, StreamedBody.class)) {
            statuses.add(507);
        }
        statuses.addAll(declared(method));
        return statuses;
    }

    private static boolean hasParametersBesidesPath(Operation operation) {
        return operation.getParameters() != null
                && operation.getParameters().stream().anyMatch(parameter -> parameter.getIn() != Parameter.In.PATH);
    }

    private static Set<Integer> declared(MethodInfo method) {
        AnnotationInstance problems = method.declaredAnnotation(PROBLEM_RESPONSES);
        return problems == null
                ? Set.of()
                : Arrays.stream(problems.value().asEnumArray())
                        .map(name -> ProblemType.valueOf(name).status())
                        .collect(Collectors.toSet());
    }

    private static APIResponse reference(String name) {
        return OASFactory.createAPIResponse().ref(REFERENCE + name);
    }

    private static APIResponse response(int status) {
        APIResponse response = problem(Arrays.stream(ProblemType.values())
                .filter(type -> type.status() == status)
                .map(ProblemType::name)
                .collect(Collectors.joining(", ")));
        switch (status) {
            case 401 -> response.addHeader("WWW-Authenticate", header(SchemaType.STRING, "RFC 6750 section 3", true));
            case 429 -> response.addHeader("Retry-After", header(SchemaType.INTEGER, "Seconds", true));
            case 503 -> response.addHeader("Retry-After", header(SchemaType.INTEGER, "Seconds, if it helps", false));
            default -> {}
        }
        return response;
    }

    private static APIResponse problem(String description) {
        return OASFactory.createAPIResponse()
                .description(description)
                .content(OASFactory.createContent()
                        .addMediaType(
                                "application/problem+json",
                                OASFactory.createMediaType()
                                        .schema(OASFactory.createSchema().ref("#/components/schemas/Problem"))));
    }

    private static Header header(SchemaType type, String description, boolean required) {
        return OASFactory.createHeader()
                .description(description)
                .required(required)
                .schema(OASFactory.createSchema().type(List.of(type)));
    }
}
