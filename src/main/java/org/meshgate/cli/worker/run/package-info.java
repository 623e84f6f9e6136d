/** The life of a worker: claiming, heartbeats, delivery of results, shutdown. */
package org.meshgate.cli.worker.run;
