/** Files of results and inputs of jobs. */
package org.meshgate.jobs.results;
