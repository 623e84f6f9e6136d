/** Requests and responses of reset links. */
package org.meshgate.accounts.reset.dto;
