package org.meshgate.cli.worker.protocol;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A running job in a heartbeat.
 *
 * @param progress 0 to 1
 * @param message what the command says about it
 */
public record JobReport(String jobId, String lease, OptionalDouble progress, Optional<String> message) {}
