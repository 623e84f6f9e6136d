/** Responses about the scheduler and the queue. */
package org.meshgate.system.scheduler.dto;
