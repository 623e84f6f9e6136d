package org.meshgate.webhooks.dto;

/** Response with an endpoint. */
public record WebhookResponse(boolean success, WebhookInfo webhook) {}
