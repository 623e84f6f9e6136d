/**
 * Stores of users, tokens and invitations. One package, because one script writes a user, the first token and the
 * used invitation.
 */
package org.meshgate.identity.store;
