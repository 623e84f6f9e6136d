/** The status of the scheduler and the queue. */
package org.meshgate.system.scheduler;
