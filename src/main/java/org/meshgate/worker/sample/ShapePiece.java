package org.meshgate.worker.sample;

/** One solid of a form and how it looks. */
record ShapePiece(Solid solid, Material material) {}
