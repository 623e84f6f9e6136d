/** Readers of the catalogue's YAML files. */
package org.meshgate.catalog.read;
