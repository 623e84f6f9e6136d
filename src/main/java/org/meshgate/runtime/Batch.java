package org.meshgate.runtime;

import java.util.List;
import java.util.Optional;

/**
 * One step of a scan.
 *
 * @param next continues the scan; empty at the end
 */
public record Batch<T>(List<T> items, Optional<String> next) {}
