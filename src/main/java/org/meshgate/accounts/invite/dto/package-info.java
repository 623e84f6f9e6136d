/** Requests and responses of invitations. */
package org.meshgate.accounts.invite.dto;
