/** Responses about models and formats. */
package org.meshgate.system.models.dto;
