/** The client of {@code /api/v1/worker}: claims, heartbeats, files and results, each with its fencing token. */
package org.meshgate.cli.worker.protocol;
