/**
 * The HTTP protocol of workers: claims, heartbeats, results, registry; and the built-in sample worker.
 *
 * <p>The sample worker answers text prompts with small procedural meshes, so that a job can be followed from submission
 * to download without a GPU. {@link org.meshgate.worker.sample.SampleModel} generates the files.
 */
package org.meshgate.worker;
