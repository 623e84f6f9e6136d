/** Password hashing (Argon2id) on a bounded executor. */
package org.meshgate.identity.password;
