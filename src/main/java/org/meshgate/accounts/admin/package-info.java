/** Administration of other users' accounts, and the migration of accounts that 3DAIGC-API left. */
package org.meshgate.accounts.admin;
