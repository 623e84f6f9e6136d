/** The record of a job as Redis stores it, its times and its queue score. */
package org.meshgate.jobs.record;
