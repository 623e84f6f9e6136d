/**
 * The audit trail: actor, action, target, origin and outcome, written to the log and to a capped Redis stream, and
 * read by administrators. Contains ids, never free text of a client.
 */
package org.meshgate.audit;
