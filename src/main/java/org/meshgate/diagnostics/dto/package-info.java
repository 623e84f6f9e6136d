/** Responses of the route of diagnostics. */
package org.meshgate.diagnostics.dto;
