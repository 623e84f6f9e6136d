/** Responses about usage. */
package org.meshgate.usage.dto;
