package org.meshgate.webhooks.delivery.dto;

/** Response with a delivery. */
public record DeliveryResponse(boolean success, DeliveryInfo delivery) {}
