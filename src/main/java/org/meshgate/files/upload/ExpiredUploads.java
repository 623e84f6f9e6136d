package org.meshgate.files.upload;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.meshgate.files.upload.format.UploadKind;
import org.meshgate.files.upload.storage.PartialFile;
import org.meshgate.files.upload.storage.StoredName;
import org.meshgate.files.upload.storage.UploadFolder;

/**
 * Finds expired files among the uploads. Blocking. It descends exactly the two levels of folders that uploads are
 * stored in, follows no symbolic links, and ignores files that are not named like uploads.
 */
@ApplicationScoped
class ExpiredUploads {

    /** The number of folders to scan: for each kind, one for each pair of hexadecimal digits. */
    static final int SHARDS = UploadKind.values().length * 256;

    /** The maximum number of files of one scan; the next scan finds the rest. */
    private static final int MAX_FILES = 200;

    private final UploadFolder folder;

    ExpiredUploads(UploadFolder folder) {
        this.folder = folder;
    }

    /**
     * A file past its lifetime.
     *
     * @param id the id of its upload, from the file name
     * @param partial whether the upload never completed
     */
    record ExpiredFile(Path path, String id, boolean partial) {}

    /**
     * Finds the expired files of one folder.
     *
     * @param shard the number of the folder, from 0 to {@link #SHARDS} - 1
     * @param finishedBefore files last modified before this time are expired
     * @param partialBefore the same for incomplete files
     */
    List<ExpiredFile> find(int shard, Instant finishedBefore, Instant partialBefore) throws IOException {
        Path kind =
                folder.root().resolve(UploadKind.values()[shard / 256].name().toLowerCase(Locale.ROOT));
        Path place = kind.resolve(String.format(Locale.ROOT, "%02x", shard % 256));
        List<ExpiredFile> found = new ArrayList<>();
        if (!isRealFolder(kind) || !isRealFolder(place)) {
            return found;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(place, "upload_*")) {
            for (Path entry : entries) {
                if (found.size() >= MAX_FILES) {
                    break;
                }
                String name = entry.getFileName().toString();
                boolean partial = name.endsWith(PartialFile.SUFFIX);
                String finished = partial ? name.substring(0, name.length() - PartialFile.SUFFIX.length()) : name;
                Instant before = partial ? partialBefore : finishedBefore;
                StoredName.idIn(finished)
                        .filter(id -> isFileOlderThan(entry, before))
                        .ifPresent(id -> found.add(new ExpiredFile(entry, id, partial)));
            }
        }
        return found;
    }

    /** Deletes files that {@link #find} returned. Returns the number of deleted files. */
    int delete(List<ExpiredFile> files) {
        int deleted = 0;
        for (ExpiredFile file : files) {
            try {
                if (Files.deleteIfExists(file.path())) {
                    deleted++;
                }
            } catch (IOException notAllowed) {
                // the next scan finds it again
            }
        }
        return deleted;
    }

    private static boolean isRealFolder(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean isFileOlderThan(Path path, Instant before) {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return attributes.isRegularFile()
                    && attributes.lastModifiedTime().toInstant().isBefore(before);
        } catch (IOException gone) {
            return false;
        }
    }
}
