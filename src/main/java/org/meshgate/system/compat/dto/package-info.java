/** Responses about adapters and mesh tools. */
package org.meshgate.system.compat.dto;
