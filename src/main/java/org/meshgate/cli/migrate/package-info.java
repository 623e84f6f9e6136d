/** The command {@code migrate}. */
package org.meshgate.cli.migrate;
