/**
 * Configuration: {@link org.meshgate.config.MeshgateConfig} and one interface per section declare each setting once, with
 * default, limits and description. {@link org.meshgate.config.reader.SettingsReader} reads the four sources before Quarkus
 * starts.
 */
package org.meshgate.config;
