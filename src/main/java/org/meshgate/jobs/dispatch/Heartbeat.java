package org.meshgate.jobs.dispatch;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A sign of life about one job.
 *
 * @param progress from 0 to 1
 * @param message a short text for the owner of the job
 */
public record Heartbeat(HeldJob job, OptionalDouble progress, Optional<String> message) {}
