/** Checks of an installation: Redis, folders, catalogue and data, for {@code doctor} and for administrators. */
package org.meshgate.diagnostics;
