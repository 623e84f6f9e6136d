/** Runs a job as a child process ({@code --exec}). */
package org.meshgate.cli.worker.exec;
