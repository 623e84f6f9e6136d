/** The command {@code doctor}: checks of an installation. */
package org.meshgate.cli.doctor;
