/** The command {@code worker}: runs the jobs of a Meshgate server with a command or a model server of this machine. */
package org.meshgate.cli.worker;
