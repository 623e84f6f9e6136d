/**
 * The command line: one class per subcommand, read before Quarkus starts, each a thin caller of a service.
 */
package org.meshgate.cli;
