/** The route through which administrators search the audit trail. */
package org.meshgate.audit.read;
