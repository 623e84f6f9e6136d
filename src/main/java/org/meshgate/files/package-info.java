/**
 * Result files and uploads. Results are served with content types, ranges, base64 and signed links; uploads are
 * received, stored with an owner and expired. No file outside {@code storage.outputs} and {@code storage.uploads} is
 * read, written or deleted here, except that {@link org.meshgate.files.InputFolder} reads {@code storage.inputs}.
 */
package org.meshgate.files;
