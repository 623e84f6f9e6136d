/** Responses about health and the authentication mode. */
package org.meshgate.system.dto;
