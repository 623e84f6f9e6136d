/** Statistics and metrics of the queue, and the presence of workers. */
package org.meshgate.jobs.statistics;
