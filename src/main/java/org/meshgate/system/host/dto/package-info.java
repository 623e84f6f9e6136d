/** Responses about the machine. */
package org.meshgate.system.host.dto;
