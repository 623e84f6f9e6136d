/** Deliveries as their owners see them: the log, tests and retries by hand. */
package org.meshgate.webhooks.delivery;
