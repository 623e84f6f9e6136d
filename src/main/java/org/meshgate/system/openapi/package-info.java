/** Filters that complete the API description. */
package org.meshgate.system.openapi;
