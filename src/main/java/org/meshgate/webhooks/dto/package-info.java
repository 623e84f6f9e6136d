/** Requests and responses of the routes of webhooks. */
package org.meshgate.webhooks.dto;
