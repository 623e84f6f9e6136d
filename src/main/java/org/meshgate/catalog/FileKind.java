package org.meshgate.catalog;

/** What a file that a client gives must be. */
public enum FileKind {
    IMAGE,
    MESH
}
