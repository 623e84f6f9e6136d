package org.meshgate.webhooks.dto;

/** Response to the removal of an endpoint. */
public record WebhookDeletedResponse(boolean success, String message) {}
