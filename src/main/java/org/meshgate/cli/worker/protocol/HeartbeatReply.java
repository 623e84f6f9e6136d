package org.meshgate.cli.worker.protocol;

import java.util.Map;

/**
 * The answer to a heartbeat.
 *
 * @param orders by job id
 * @param drain whether the worker shall finish its jobs and claim no more
 */
public record HeartbeatReply(Map<String, HeartbeatInstruction> orders, boolean drain) {

    public HeartbeatReply {
        orders = Map.copyOf(orders);
    }
}
