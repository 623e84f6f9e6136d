/** The queue for workers, leases, and counts of the queue. */
package org.meshgate.jobs.queue;
