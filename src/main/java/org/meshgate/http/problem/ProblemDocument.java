package org.meshgate.http.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.meshgate.problem.ExceededBudget;
import org.meshgate.problem.FieldError;

/**
 * The body of every failure (RFC 9457), with the members that clients of 3DAIGC-API read.
 *
 * @param type the URI of the problem type
 * @param title the fixed summary of that type
 * @param status the HTTP status again
 * @param detail what to do about it
 * @param instance the request path, without secrets
 * @param error the stable code of the type
 * @param message the detail again
 * @param requestId the id of the request in the log
 * @param errors the invalid fields, if any
 * @param budget the budget that was exceeded; only with {@code BUDGET_EXCEEDED}
 */
@RegisterForReflection(targets = {ProblemDocument.class, FieldError.class})
@Schema(name = "Problem", description = "What every failure answers (RFC 9457).")
public record ProblemDocument(
        URI type,
        String title,
        int status,
        String detail,
        String instance,
        String error,
        String message,
        @JsonProperty("request_id") String requestId,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FieldError> errors,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<ExceededBudget> budget) {}
