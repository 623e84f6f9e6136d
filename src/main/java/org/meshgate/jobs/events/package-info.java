/** The event stream of a job. */
package org.meshgate.jobs.events;
