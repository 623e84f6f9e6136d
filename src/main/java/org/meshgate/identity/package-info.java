/**
 * Users, tokens and invitations: their Redis keys and JSON, the token format, and the stamps that invalidate caches.
 */
package org.meshgate.identity;
