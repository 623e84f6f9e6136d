/** The caller's tokens. */
package org.meshgate.accounts.token;
