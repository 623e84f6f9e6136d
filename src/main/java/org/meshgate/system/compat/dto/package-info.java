/** Responses of these lists. */
package org.meshgate.system.compat.dto;
