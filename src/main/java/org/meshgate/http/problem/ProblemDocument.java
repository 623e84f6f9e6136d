package org.meshgate.http.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.meshgate.problem.FieldError;

/**
 * The body of every failure (RFC 9457), with the members that clients of 3DAIGC-API read.
 *
 * @param type names the kind of failure
 * @param title a fixed summary of that kind
 * @param status the HTTP status again
 * @param detail what to do about it
 * @param instance the path that was asked for, without secrets
 * @param error the stable code of the kind
 * @param message the detail again
 * @param requestId names the request in the log
 * @param errors the fields to blame, when there are any
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
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FieldError> errors) {}
