/** Requests and responses that several account routes share. */
package org.meshgate.accounts.dto;
