/** A user's jobs, page by page. */
package org.meshgate.jobs.history;
