/** The account routes: registration, login, the caller's profile, tokens, invitations and user administration. */
package org.meshgate.accounts;
