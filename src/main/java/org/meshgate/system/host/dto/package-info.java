/** Responses about the host. */
package org.meshgate.system.host.dto;
