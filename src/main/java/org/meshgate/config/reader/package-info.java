/** The reader of {@code config.yaml}, environment and command line, which runs before Quarkus starts. */
package org.meshgate.config.reader;
