/** Claims of workers that wait for jobs (long polling). */
package org.meshgate.worker.claim;
