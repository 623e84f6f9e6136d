package org.meshgate.worker.registry.dto;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether a worker drains now. */
public record DrainWorkerResponse(
        boolean success, @JsonProperty("worker_id") String workerId, boolean draining) {}
