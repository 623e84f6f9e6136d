package org.meshgate.problem;

/**
 * What a refusal kept somebody from: for the audit, never for the client, who may not know that it is there.
 *
 * @param id of the job or upload, as its record has it
 * @param owner the id of the user whose it is; empty when it is nobody's
 */
public record Subject(String id, String owner) {}
