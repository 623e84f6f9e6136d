/** Filters and routes in front of JAX-RS. */
package org.meshgate.http.server;
