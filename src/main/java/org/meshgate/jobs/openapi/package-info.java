/** Job types in the API description. */
package org.meshgate.jobs.openapi;
