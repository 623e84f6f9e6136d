/** Records of one-time codes: invitations to register, and links to set a password. */
package org.meshgate.identity.code;
