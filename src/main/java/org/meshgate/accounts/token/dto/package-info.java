/** Requests and responses of tokens. */
package org.meshgate.accounts.token.dto;
