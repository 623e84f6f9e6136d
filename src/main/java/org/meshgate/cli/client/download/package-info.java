/** The command {@code download}: fetches a result, and goes on where it was interrupted. */
package org.meshgate.cli.client.download;
