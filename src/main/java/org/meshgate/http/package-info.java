/**
 * What every route shares: request ids, the access log, reading bodies within limits, paging, cross-origin rules, and the
 * turning of failures into problem documents, on JAX-RS routes and on those that JAX-RS does not see.
 */
package org.meshgate.http;
