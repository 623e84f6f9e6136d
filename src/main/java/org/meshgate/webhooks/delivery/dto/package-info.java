/** Responses about deliveries. */
package org.meshgate.webhooks.delivery.dto;
