/** HTTP calls with a deadline for the whole exchange and bounded bodies, over the client of the JDK. */
package org.meshgate.cli.worker.net;
