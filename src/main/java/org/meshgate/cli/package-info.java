/**
 * The command line. Subcommands are parsed before Quarkus starts and call services.
 */
package org.meshgate.cli;
