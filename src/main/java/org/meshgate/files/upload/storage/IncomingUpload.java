package org.meshgate.files.upload.storage;

import org.meshgate.files.upload.format.UploadFormat;

/**
 * A completely received file that is not accepted yet.
 *
 * @param filename the sanitized file name of the client, for display only
 * @param size in bytes
 */
public record IncomingUpload(StoredName name, PartialFile file, String filename, UploadFormat format, long size) {}
