/** What a client may see of a job. */
package org.meshgate.jobs.view;
