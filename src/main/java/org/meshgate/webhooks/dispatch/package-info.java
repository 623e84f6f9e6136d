/** Sends deliveries that are due: claims them, makes the attempts, and decides what follows. */
package org.meshgate.webhooks.dispatch;
