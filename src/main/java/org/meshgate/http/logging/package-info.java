/** Redaction and structure of log lines, metric tags and traces. */
package org.meshgate.http.logging;
