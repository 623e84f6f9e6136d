/** Problem documents (RFC 9457) for every failure. */
package org.meshgate.http.problem;
