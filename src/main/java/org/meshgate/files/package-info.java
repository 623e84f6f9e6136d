/**
 * The files of results: which may be served, their types and names, streaming, ranges, base64, and signed links. Nothing
 * outside of {@code storage.outputs} is ever read, written or deleted here.
 */
package org.meshgate.files;
