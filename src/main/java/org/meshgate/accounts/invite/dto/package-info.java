/** Requests and responses of the invitation routes. */
package org.meshgate.accounts.invite.dto;
