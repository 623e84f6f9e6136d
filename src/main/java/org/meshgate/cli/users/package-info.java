/** The commands that create and repair accounts. */
package org.meshgate.cli.users;
