/** Readers of the catalog's YAML files. */
package org.meshgate.catalog.read;
