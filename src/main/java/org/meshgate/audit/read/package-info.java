/** The route by which administrators read the audit. */
package org.meshgate.audit.read;
