/** Invitations to register. */
package org.meshgate.accounts.invite;
