/** Reconciliation with a scheduler that does not know the indexes, and the recovery of lost jobs. */
package org.meshgate.jobs.reconcile;
