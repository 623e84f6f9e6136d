/** What an executor of jobs gets and returns, and the private folders in which it works. */
package org.meshgate.cli.worker.job;
