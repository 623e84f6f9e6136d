/** Removal of jobs after their retention time. */
package org.meshgate.jobs.retention;
