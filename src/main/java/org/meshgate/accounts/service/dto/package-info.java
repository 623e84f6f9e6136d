/** Requests and responses of service accounts. */
package org.meshgate.accounts.service.dto;
