package org.meshgate.accounts.invite.dto;

import java.util.List;
import org.meshgate.accounts.dto.CursorPagination;

/** Invitations that are neither used nor over, the ones that end last first. */
public record InviteListResponse(boolean success, List<InviteInfo> invites, int count, CursorPagination pagination) {}
