/** Signed links. */
package org.meshgate.files.link;
