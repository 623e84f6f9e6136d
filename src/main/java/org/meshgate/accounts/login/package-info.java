/** Registration, login, the own profile, and the deletion of an account. */
package org.meshgate.accounts.login;
