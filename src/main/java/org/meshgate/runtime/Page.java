package org.meshgate.runtime;

import java.util.List;

/**
 * A page of a list that is read by offset.
 *
 * @param total number of items of the whole list
 */
public record Page<T>(List<T> items, long total) {}
