/** Information about the server: health, authentication mode, models, and readiness on the management port. */
package org.meshgate.system;
