package org.meshgate.files.upload.storage;

import java.time.Instant;
import java.util.Optional;
import org.meshgate.redis.Timestamps;

/**
 * The record of an upload: the members of 3DAIGC-API, and the owner.
 *
 * @param filename the file name of the client, for display
 * @param path the path that jobs use for the file
 * @param type {@code image} or {@code mesh}; records of 3DAIGC-API also {@code texture} and {@code unknown}
 * @param sizeMb in units of 1048576 bytes
 * @param uploadTime in the format of {@link UploadTimes}
 * @param expiresAt in the format of {@link UploadTimes}
 * @param available false for a file that 3DAIGC-API marked as deleted
 * @param owner the user id; absent for a file that was uploaded without accounts or in simple mode
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
        return Timestamps.parse(expiresAt).filter(end -> !end.isAfter(now)).isPresent();
    }
}
