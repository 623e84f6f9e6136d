/** Procedural meshes of the sample worker. */
package org.meshgate.worker.sample;
