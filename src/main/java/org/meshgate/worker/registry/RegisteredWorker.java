package org.meshgate.worker.registry;

import java.time.Instant;

/**
 * A worker and when it was last heard of.
 *
 * @param draining whether it shall claim no more jobs
 */
public record RegisteredWorker(WorkerDescription description, Instant lastSeen, boolean draining) {}
