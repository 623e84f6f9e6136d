package org.meshgate.accounts.service.dto;

import java.util.List;
import org.meshgate.accounts.dto.OffsetPagination;
import org.meshgate.accounts.dto.PublicUser;

/** A page of service accounts, newest first. */
public record ServiceAccountListResponse(
        boolean success, List<PublicUser> users, int count, long total, OffsetPagination pagination) {}
