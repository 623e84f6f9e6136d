package org.meshgate.catalog.model;

/** The kind of an input file. */
public enum FileKind {
    IMAGE,
    MESH
}
