/** Responses of the audit route. */
package org.meshgate.audit.dto;
