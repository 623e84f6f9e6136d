/** Responses of health and authentication mode. */
package org.meshgate.system.dto;
