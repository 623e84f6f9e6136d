package org.meshgate.problem;

/**
 * One rule that one field of a request breaks.
 *
 * @param field the name as the client wrote it in JSON or in the query
 * @param message what the field must be; never the value that was sent
 */
public record FieldError(String field, String message) {}
