package org.meshgate.worker.registry.dto;

import java.util.List;

/**
 * A page of workers.
 *
 * @param total of all pages
 */
public record WorkerListResponse(boolean success, List<WorkerDetails> workers, int count, long total) {}
