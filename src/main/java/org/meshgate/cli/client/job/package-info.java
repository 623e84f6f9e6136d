/** The commands {@code jobs}, {@code watch} and {@code cancel}, and how a job is followed to its end. */
package org.meshgate.cli.client.job;
