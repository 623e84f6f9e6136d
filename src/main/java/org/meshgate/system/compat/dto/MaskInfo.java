package org.meshgate.system.compat.dto;

import java.util.Map;

/**
 * A mask of mesh editing.
 *
 * @param parameters its members, each of three numbers
 */
public record MaskInfo(String name, Map<String, String> parameters) {}
