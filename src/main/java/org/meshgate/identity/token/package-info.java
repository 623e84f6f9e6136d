/** Records of tokens, their issue, and their arguments to scripts. */
package org.meshgate.identity.token;
