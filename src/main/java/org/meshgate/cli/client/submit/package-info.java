/** The command {@code submit}: makes a request of words and files, by the server's description of its job types. */
package org.meshgate.cli.client.submit;
