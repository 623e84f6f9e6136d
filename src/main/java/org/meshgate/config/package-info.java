/**
 * Configuration: {@link org.meshgate.config.MeshgateConfig} is what the program reads,
 * {@link org.meshgate.config.reader.SettingsReader} brings its four spellings together before Quarkus starts. Also the clock
 * and the random source. Uses no other package of the program.
 */
package org.meshgate.config;
