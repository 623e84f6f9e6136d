package org.meshgate.accounts.invite.dto;

import java.util.List;
import org.meshgate.accounts.dto.OffsetPagination;

/** A page of open invitations, latest expiry first. */
public record InviteListResponse(boolean success, List<InviteInfo> invites, int count, OffsetPagination pagination) {}
