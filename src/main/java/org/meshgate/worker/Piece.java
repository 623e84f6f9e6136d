package org.meshgate.worker;

/** One solid of a form and how it looks. */
record Piece(Solid solid, Material material) {}
