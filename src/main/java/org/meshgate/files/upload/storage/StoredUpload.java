package org.meshgate.files.upload.storage;

import java.time.Instant;
import java.util.Optional;

/**
 * The record of an upload, with the members that 3DAIGC-API knows and the owner.
 *
 * @param filename the client's, for people
 * @param path the text by which jobs name the file
 * @param type {@code image} or {@code mesh}; old records also {@code texture} and {@code unknown}
 * @param sizeMb in units of 1048576 bytes
 * @param uploadTime and {@code expiresAt}: as {@link UploadTimes} reads them
 * @param available false for a file that 3DAIGC-API counts as deleted
 * @param owner absent for a file from a time without accounts, or in simple mode
 */
public record StoredUpload(
        String id,
        String filename,
        String path,
        String type,
        double sizeMb,
        String uploadTime,
        String expiresAt,
        boolean available,
        Optional<String> owner) {

    boolean isExpired(Instant now) {
        return UploadTimes.parse(expiresAt).filter(end -> !end.isAfter(now)).isPresent();
    }
}
