/** The problems of exceeded limits (429), each with its {@code RateLimit} headers. */
package org.meshgate.problem.limit;
