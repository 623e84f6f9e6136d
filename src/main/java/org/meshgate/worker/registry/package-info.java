/** Which workers there are, and which of them shall claim no more jobs. */
package org.meshgate.worker.registry;
