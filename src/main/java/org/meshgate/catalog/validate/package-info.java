/** Validation of a submission against the catalogue. */
package org.meshgate.catalog.validate;
