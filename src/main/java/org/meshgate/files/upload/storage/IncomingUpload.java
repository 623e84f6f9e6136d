package org.meshgate.files.upload.storage;

import org.meshgate.files.upload.format.UploadFormat;

/**
 * A file that is on the disk completely, but not accepted yet.
 *
 * @param filename the client's, made harmless: for people only
 * @param size in bytes
 */
public record IncomingUpload(StoredName name, PartialFile file, String filename, UploadFormat format, long size) {}
