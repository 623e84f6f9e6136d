/** The tokens of the calling user. */
package org.meshgate.accounts.token;
