/** Converters and ranges of setting values. */
package org.meshgate.config.converter;
