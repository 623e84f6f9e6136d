package org.meshgate.worker.dto;

import java.util.List;

/**
 * What the worker is to do.
 *
 * @param jobs the orders, in the order of the request
 * @param drain whether the worker should claim no more jobs, as an administrator wants
 */
public record HeartbeatResponse(List<JobOrder> jobs, boolean drain) {}
