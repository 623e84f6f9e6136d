package org.meshgate.cli.worker.protocol;

/**
 * What a worker tells of itself.
 *
 * @param id unique among the workers of a server
 * @param host the name of its machine
 * @param version of this program
 */
public record WorkerIdentity(String id, String host, String version) {}
