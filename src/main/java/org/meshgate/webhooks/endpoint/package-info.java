/** The endpoints that users and administrators register. */
package org.meshgate.webhooks.endpoint;
