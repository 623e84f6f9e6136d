/** Deletion of users, shared by self-service and administration. */
package org.meshgate.accounts.deletion;
