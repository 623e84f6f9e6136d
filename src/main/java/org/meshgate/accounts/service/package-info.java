/** Service accounts: accounts without a password, for programs such as workers, made and ended by administrators. */
package org.meshgate.accounts.service;
