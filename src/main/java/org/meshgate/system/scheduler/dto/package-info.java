/** Responses about scheduler and queue. */
package org.meshgate.system.scheduler.dto;
