/** Verification of tokens: the cache, its invalidation, and the lookup in Redis. */
package org.meshgate.identity.verify;
