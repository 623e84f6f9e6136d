/**
 * Redis stores of users, tokens and invitations. They share a package because registration writes the user, the first
 * token and the invitation in one script.
 */
package org.meshgate.identity.store;
