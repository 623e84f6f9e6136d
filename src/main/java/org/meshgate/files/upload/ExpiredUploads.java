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
 * Finds old files among the uploads. Blocking. It goes down exactly the two folders that uploads lie in, follows no
 * symbolic link there, and takes nothing for an upload that is not named like one.
 */
@ApplicationScoped
class ExpiredUploads {

    /** How many folders there are to look into: for each kind, one for each pair of hexadecimal digits. */
    static final int SHARDS = UploadKind.values().length * 256;

    /** How many files one look finds at most; the next one finds the others. */
    private static final int MAX = 200;

    private final UploadFolder folder;

    ExpiredUploads(UploadFolder folder) {
        this.folder = folder;
    }

    /**
     * A file that is old enough.
     *
     * @param id of the upload that it would be
     * @param partial whether it never became complete
     */
    record Old(Path path, String id, boolean partial) {}

    /**
     * Old files of one folder.
     *
     * @param shard from 0, below {@link #SHARDS}
     * @param finishedBefore when files must have been written last
     * @param partialBefore when incomplete ones must
     */
    List<Old> find(int shard, Instant finishedBefore, Instant partialBefore) throws IOException {
        Path kind =
                folder.root().resolve(UploadKind.values()[shard / 256].name().toLowerCase(Locale.ROOT));
        Path place = kind.resolve(String.format(Locale.ROOT, "%02x", shard % 256));
        List<Old> found = new ArrayList<>();
        if (!isRealFolder(kind) || !isRealFolder(place)) {
            return found;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(place, "upload_*")) {
            for (Path entry : entries) {
                if (found.size() >= MAX) {
                    break;
                }
                String name = entry.getFileName().toString();
                boolean partial = name.endsWith(PartialFile.SUFFIX);
                String finished = partial ? name.substring(0, name.length() - PartialFile.SUFFIX.length()) : name;
                Instant before = partial ? partialBefore : finishedBefore;
                StoredName.idIn(finished)
                        .filter(id -> isFileFrom(entry, before))
                        .ifPresent(id -> found.add(new Old(entry, id, partial)));
            }
        }
        return found;
    }

    /** Deletes what {@link #find} found; returns how many of them. */
    int delete(List<Old> files) {
        int deleted = 0;
        for (Old file : files) {
            try {
                if (Files.deleteIfExists(file.path())) {
                    deleted++;
                }
            } catch (IOException notAllowed) {
                // it is found again
            }
        }
        return deleted;
    }

    private static boolean isRealFolder(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean isFileFrom(Path path, Instant before) {
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
