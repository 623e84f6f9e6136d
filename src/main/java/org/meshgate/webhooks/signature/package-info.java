/** Secrets, keys and signatures of webhooks, by Standard Webhooks. */
package org.meshgate.webhooks.signature;
