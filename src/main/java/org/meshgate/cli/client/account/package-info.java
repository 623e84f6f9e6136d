/** The commands {@code login}, {@code logout} and {@code whoami}. */
package org.meshgate.cli.client.account;
