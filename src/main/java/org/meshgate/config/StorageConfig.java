package org.meshgate.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import org.meshgate.config.converter.DurationRange;
import org.meshgate.config.converter.SizeRange;

/** Where files lie: the settings under {@code storage}. */
public interface StorageConfig {

    /**
     * Folder of files that administrators, and every client in simple mode, may name by path in a submission
     * ({@code image_path}, {@code mesh_path}); without it no client may. The GPU workers must see it under the same path.
     */
    Optional<String> inputs();

    /**
     * Folder of results, shared with the GPU workers; files are served from there and from nowhere else. For names with
     * other than ASCII letters the program needs a locale with UTF-8, such as {@code LANG=C.UTF-8}.
     */
    @WithDefault("outputs")
    String outputs();

    /**
     * Folder of uploaded files, shared with the GPU workers. Jobs name their files by this path as it is written here: a
     * relative one is for a scheduler that starts in the same folder as Meshgate.
     */
    @WithDefault("uploads")
    String uploads();

    /** How long an uploaded file is kept, on disk and in Redis. A job that waits longer does not find its file. */
    @WithDefault("24h")
    @DurationRange(min = "1m", max = "365d")
    Duration uploadTtl();

    /** How much room uploads leave on the disk of {@code storage.uploads}; with less they are 507. {@code 0} is none. */
    @WithDefault("512M")
    @SizeRange(min = "0", max = "1024G")
    MemorySize reserve();
}
