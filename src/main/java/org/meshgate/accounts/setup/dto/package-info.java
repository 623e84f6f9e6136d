/** Requests and responses about the first administrator. */
package org.meshgate.accounts.setup.dto;
