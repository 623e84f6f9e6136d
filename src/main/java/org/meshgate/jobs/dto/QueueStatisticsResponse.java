package org.meshgate.jobs.dto;

import org.meshgate.jobs.queue.QueueStatistics;

/** How long the queue is, all users together. */
public record QueueStatisticsResponse(boolean success, QueueStatistics.Numbers data) {}
