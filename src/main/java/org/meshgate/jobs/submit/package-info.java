/** Submission: routing of job types, input files, idempotency, quotas. */
package org.meshgate.jobs.submit;
