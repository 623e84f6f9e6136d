package org.meshgate.accounts.dto;

/** That something was done. */
public record MessageResponse(boolean success, String message) {}
