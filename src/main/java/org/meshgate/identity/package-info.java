/**
 * Users and tokens: their records, {@link org.meshgate.identity.store.UserStore}, which alone knows their keys in Redis, the
 * format of tokens, and the hashing of passwords.
 */
package org.meshgate.identity;
