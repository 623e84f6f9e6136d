/** Migration of tokens of 3DAIGC-API. */
package org.meshgate.identity.legacy;
