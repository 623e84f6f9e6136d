/** The command {@code serve}. */
package org.meshgate.cli.serve;
