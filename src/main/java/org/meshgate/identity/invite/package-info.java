/** Invitation records. */
package org.meshgate.identity.invite;
