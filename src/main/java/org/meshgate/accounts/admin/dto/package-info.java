/** Requests and responses of user administration. */
package org.meshgate.accounts.admin.dto;
