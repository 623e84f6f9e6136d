/** Rules of usernames, e-mail addresses and passwords, and the blocklist of passwords. */
package org.meshgate.accounts.validation;
