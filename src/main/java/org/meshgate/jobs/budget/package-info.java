/** Budgets of GPU seconds: of the server, of users and of tokens, by day and month. */
package org.meshgate.jobs.budget;
