/** Records of users. */
package org.meshgate.identity.user;
