/**
 * The sample worker: it answers a text prompt with a small procedural shape in a real file, so that the way of a job can
 * be seen from end to end without a GPU. {@link org.meshgate.worker.sample.SampleModel} makes the file.
 */
package org.meshgate.worker;
