/** Calls to a Meshgate server over the client of the JDK: a deadline for the whole exchange, bounded bodies, one failure. */
package org.meshgate.cli.http;
