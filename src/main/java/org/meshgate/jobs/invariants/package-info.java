/** The invariants of jobs and queues, checked over Redis without any change. */
package org.meshgate.jobs.invariants;
