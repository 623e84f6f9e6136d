/** The command {@code health}: asks a running server whether it is ready. */
package org.meshgate.cli.health;
