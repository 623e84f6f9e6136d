/** Indexing of accounts created by 3DAIGC-API. */
package org.meshgate.identity.index;
