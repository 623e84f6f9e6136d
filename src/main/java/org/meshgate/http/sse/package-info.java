/** Server-sent events. */
package org.meshgate.http.sse;
