/** Indexes of jobs in Redis, and their first build. */
package org.meshgate.jobs.index;
