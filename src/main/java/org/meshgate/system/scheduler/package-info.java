/** Whether jobs are run, and the state of the queue. */
package org.meshgate.system.scheduler;
