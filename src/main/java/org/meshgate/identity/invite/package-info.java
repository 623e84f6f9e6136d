/** Records of invitations. */
package org.meshgate.identity.invite;
