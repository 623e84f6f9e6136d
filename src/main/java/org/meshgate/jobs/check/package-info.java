/** The invariants of jobs and queues, as a check over Redis. */
package org.meshgate.jobs.check;
