/** What the commands for users have in common: they call a server as any client does, and start no Quarkus. */
package org.meshgate.cli.client;
