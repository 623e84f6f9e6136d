/** Requests and responses of the token routes. */
package org.meshgate.accounts.token.dto;
