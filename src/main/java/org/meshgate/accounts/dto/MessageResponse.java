package org.meshgate.accounts.dto;

/** Confirms that a request succeeded. */
public record MessageResponse(boolean success, String message) {}
