/** The account routes: registration, login, the own profile, tokens, and users for administrators. */
package org.meshgate.accounts;
