package org.meshgate.problem;

/**
 * The object to which access was denied, for the audit log. Never shown to the client, which may not know that it
 * exists.
 *
 * @param id of the job or upload, as in its record
 * @param owner the id of the owner; empty without one
 */
public record Subject(String id, String owner) {}
