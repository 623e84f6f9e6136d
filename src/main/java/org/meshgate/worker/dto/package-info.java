/** Requests and responses of the worker protocol. */
package org.meshgate.worker.dto;
