/** The ownership rule: the only way from a caller to a job. */
package org.meshgate.jobs.access;
