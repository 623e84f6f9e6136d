/** Runs a job by one request to a model server ({@code --http}). */
package org.meshgate.cli.worker.http;
