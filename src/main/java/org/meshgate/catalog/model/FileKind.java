package org.meshgate.catalog.model;

/** What a file that a client gives must be. */
public enum FileKind {
    IMAGE,
    MESH
}
