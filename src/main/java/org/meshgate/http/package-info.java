/**
 * HTTP infrastructure of all routes: request ids, access log, bounded bodies, paging, CORS, and problem documents for
 * failures, on JAX-RS routes and on Vert.x routes.
 */
package org.meshgate.http;
