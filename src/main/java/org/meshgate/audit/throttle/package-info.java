/** Limits of what enters the audit stream. */
package org.meshgate.audit.throttle;
