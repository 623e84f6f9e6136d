/** The first administrator, made in the console by a person at the machine of the server. */
package org.meshgate.accounts.setup;
