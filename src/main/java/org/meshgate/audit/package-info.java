/**
 * Who did what to whom, from where, and what came of it: written to the log and to a capped stream, and read by
 * administrators. Ids only, and never a text that somebody typed.
 */
package org.meshgate.audit;
