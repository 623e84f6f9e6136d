/** Requests and responses about registered workers. */
package org.meshgate.worker.registry.dto;
