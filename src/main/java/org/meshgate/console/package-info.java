/** The web console: static pages that use the public API only. */
package org.meshgate.console;
