/** Validation of a submission against the catalog. */
package org.meshgate.catalog.validate;
