/** The files that workers upload, until they are the result of a job. */
package org.meshgate.worker.upload;
