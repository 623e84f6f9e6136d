/** Which server the commands for users call, and with which token. */
package org.meshgate.cli.client.session;
