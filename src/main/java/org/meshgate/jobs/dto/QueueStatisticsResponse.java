package org.meshgate.jobs.dto;

import org.meshgate.jobs.queue.QueueStatistics;

/** Statistics of the queue over all users. */
public record QueueStatisticsResponse(boolean success, QueueStatistics.Numbers data) {}
