/** What the server says of itself: health, authentication mode, models, and readiness on the management port. */
package org.meshgate.system;
