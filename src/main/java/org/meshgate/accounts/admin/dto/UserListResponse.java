package org.meshgate.accounts.admin.dto;

import java.util.List;
import org.meshgate.accounts.dto.CursorPagination;
import org.meshgate.accounts.dto.PublicUser;

/** A page of users, newest first. */
public record UserListResponse(
        boolean success, List<PublicUser> users, int count, long total, CursorPagination pagination) {}
