package org.meshgate.cli.worker.job;

import java.nio.file.Path;

/**
 * An input file on this machine.
 *
 * @param field the input that names it
 * @param name the file name at the server
 * @param path named by the field
 */
public record LocalFile(String field, String name, Path path) {}
