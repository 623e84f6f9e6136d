package org.meshgate.http.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.meshgate.http.PathRewriter;
import org.meshgate.http.RequestInfo;
import org.meshgate.http.json.JsonTypeRules;
import org.meshgate.problem.FieldError;
import org.meshgate.problem.HttpProblemException;
import org.meshgate.problem.ProblemException;
import org.meshgate.problem.StorageUnavailableException;
import org.meshgate.problem.ValidationFailedException;

/** Maps every exception that leaves a JAX-RS route to a problem document. */
class ExceptionMappers {

    private static final Logger LOG = Logger.getLogger(ExceptionMappers.class);

    private final ProblemWriter writer;
    private final AllowedMethods allowedMethods;

    ExceptionMappers(ProblemWriter writer, AllowedMethods allowedMethods) {
        this.writer = writer;
        this.allowedMethods = allowedMethods;
    }

    @ServerExceptionMapper
    Response problem(ProblemException problem, RoutingContext context) {
        if (problem instanceof StorageUnavailableException storage) {
            LOG.debugf("request %s: Redis unavailable: %s", RequestInfo.id(context), storage.reason());
        }
        return writer.response(problem, context);
    }

    @ServerExceptionMapper
    Response fieldRules(ConstraintViolationException violations, RoutingContext context) {
        if (violations.getConstraintViolations().stream().anyMatch(ExceptionMappers::isMissingBody)) {
            return writer.response(needsObject(), context);
        }
        List<FieldError> errors = violations.getConstraintViolations().stream()
                .map(violation -> new FieldError(fieldName(violation.getPropertyPath()), violation.getMessage()))
                .sorted(Comparator.comparing(FieldError::field).thenComparing(FieldError::message))
                .toList();
        return writer.response(new ValidationFailedException(errors), context);
    }

    @ServerExceptionMapper
    Response wrongType(MismatchedInputException mismatch, RoutingContext context) {
        return writer.response(ofJson(mismatch), context);
    }

    @ServerExceptionMapper
    Response json(JsonProcessingException failure, RoutingContext context) {
        return writer.response(ofJson(failure), context);
    }

    @ServerExceptionMapper
    Response http(WebApplicationException failure, RoutingContext context) {
        if (failure.getCause() instanceof JsonProcessingException json) {
            return writer.response(ofJson(json), context);
        }
        Response original = failure.getResponse();
        return switch (original.getStatus()) {
            case 404 -> writer.response(HttpProblemException.notFound(), context);
            case 405 ->
                Response.fromResponse(writer.response(HttpProblemException.methodNotAllowed(), context))
                        .header("Allow", allowedMethods.of(PathRewriter.path(context)))
                        .build();
            case 406 -> writer.response(HttpProblemException.notAcceptable(), context);
            case 415 -> writer.response(HttpProblemException.unsupportedMediaType(), context);
            default ->
                original.getStatus() < 500
                        ? writer.response(HttpProblemException.badRequest("The request cannot be understood."), context)
                        : unexpected(failure, context);
        };
    }

    @ServerExceptionMapper
    Response unexpected(Throwable failure, RoutingContext context) {
        LOG.errorf(failure, "request %s failed", RequestInfo.id(context));
        return writer.response(HttpProblemException.internalError(), context);
    }

    private static ProblemException ofJson(JsonProcessingException failure) {
        if (failure instanceof MismatchedInputException mismatch) {
            String field = fieldName(mismatch);
            return field.isEmpty() ? needsObject() : wrongType(field, mismatch.getTargetType());
        }
        if (failure instanceof InputCoercionException outOfRange) {
            return wrongType(
                    String.valueOf(outOfRange.getProcessor().getParsingContext().getCurrentName()),
                    outOfRange.getTargetType());
        }
        if (failure.getCause() instanceof InputCoercionException outOfRange
                && failure instanceof JsonMappingException wrapper) {
            return wrongType(fieldName(wrapper), outOfRange.getTargetType());
        }
        if (failure instanceof StreamConstraintsException || failure.getCause() instanceof StreamConstraintsException) {
            return HttpProblemException.malformedBody(
                    "The JSON is nested too deep, has too many members, or a number or name that is too long.");
        }
        return HttpProblemException.malformedBody(
                "The body is not valid JSON, or names a member twice" + position(failure) + ".");
    }

    private static ProblemException wrongType(String field, Class<?> wanted) {
        return new ValidationFailedException(List.of(JsonTypeRules.error(field, wanted)));
    }

    private static ProblemException needsObject() {
        return HttpProblemException.malformedBody("The body must be a JSON object.");
    }

    private static String position(JsonProcessingException failure) {
        return failure.getLocation() == null
                ? ""
                : " (line " + failure.getLocation().getLineNr() + ", column "
                        + failure.getLocation().getColumnNr() + ")";
    }

    /** The JSON path, such as {@code scopes[0]}. */
    private static String fieldName(JsonMappingException mismatch) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : mismatch.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.toString();
    }

    private static boolean isMissingBody(ConstraintViolation<?> violation) {
        return violation.getInvalidValue() == null
                && StreamSupport.stream(violation.getPropertyPath().spliterator(), false)
                        .noneMatch(node -> node.getKind() == ElementKind.PROPERTY);
    }

    /** The path without the Java method and parameter, with the names of JSON. */
    private static String fieldName(Path path) {
        return StreamSupport.stream(path.spliterator(), false)
                .filter(node -> node.getKind() == ElementKind.PROPERTY)
                .map(node -> snakeCase(node.getName()))
                .collect(Collectors.joining("."));
    }

    private static String snakeCase(String javaName) {
        return javaName.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(java.util.Locale.ROOT);
    }
}
