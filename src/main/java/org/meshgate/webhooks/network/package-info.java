/**
 * The way to the servers of webhook endpoints: which URLs and addresses are allowed, and the request itself.
 * {@link org.meshgate.webhooks.network.SsrfGuard} decides, {@link org.meshgate.webhooks.network.WebhookSender} sends.
 */
package org.meshgate.webhooks.network;
