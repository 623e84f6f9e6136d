/** Indexing of accounts that another program left in Redis. */
package org.meshgate.identity.index;
