package org.meshgate.files;

/**
 * A file that is on the disk completely, but not accepted yet.
 *
 * @param filename the client's, made harmless: for people only
 * @param size in bytes
 */
record IncomingUpload(StoredName name, PartFile file, String filename, UploadFormat format, long size) {}
