package org.meshgate.problem;

/**
 * A rule that a field of a request violates.
 *
 * @param field the name in the JSON body or in the query
 * @param message what the field must be; never the value that was sent
 */
public record FieldError(String field, String message) {}
