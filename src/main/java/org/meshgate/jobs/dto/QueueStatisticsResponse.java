package org.meshgate.jobs.dto;

import org.meshgate.jobs.statistics.QueueStatistics;

/** Statistics of the queue over all users. */
public record QueueStatisticsResponse(boolean success, QueueStatistics.Numbers data) {}
