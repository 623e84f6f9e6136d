package org.meshgate.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.meshgate.config.converter.SizeRange;

/** How large requests and responses may be: the settings under {@code limits}. */
public interface LimitsConfig {

    /** Largest image that may be uploaded. */
    @WithDefault("50M")
    @SizeRange(min = "1K", max = "1024G")
    MemorySize image();

    /** Widest and highest image that may be uploaded, in pixels. */
    @WithDefault("8192")
    @Min(1)
    @Max(1_000_000)
    int imageSide();

    /** Largest mesh that may be uploaded. */
    @WithDefault("200M")
    @SizeRange(min = "1K", max = "1024G")
    MemorySize mesh();

    /** Largest file that a worker may upload as the result of a job, or as a part of it. */
    @WithDefault("2G")
    @SizeRange(min = "1K", max = "1024G")
    MemorySize result();

    /** Size of all uploads of one user together; {@code 0} is any size. Not used in simple mode. */
    @WithDefault("2G")
    @SizeRange(min = "0", max = "1024G")
    MemorySize uploadsPerUser();

    /** Number of uploads of one user; {@code 0} is any number. */
    @WithDefault("10000")
    @Min(0)
    @Max(10_000_000)
    int uploadFilesPerUser();

    /** Largest JSON body. */
    @WithDefault("1M")
    @SizeRange(min = "1K", max = "1G")
    MemorySize jsonBody();

    /**
     * Largest body of a submission that may hold files as base64; never more than a twelfth of the memory that the program
     * has.
     */
    @WithDefault("64M")
    @SizeRange(min = "1K", max = "1G")
    MemorySize submitBody();

    /** Largest file that is answered as base64. It is encoded while it is sent, so it takes no more memory than a download. */
    @WithDefault("64M")
    @SizeRange(min = "1K", max = "1G")
    MemorySize base64Download();

    /** Clients that listen to events of jobs at once. */
    @WithDefault("2000")
    @Min(1)
    @Max(1_000_000)
    int eventStreams();

    /** Of these, clients of one user. */
    @WithDefault("50")
    @Min(1)
    @Max(1_000_000)
    int eventStreamsPerUser();

    /** Of these, clients of one network. */
    @WithDefault("250")
    @Min(1)
    @Max(1_000_000)
    int eventStreamsPerNetwork();
}
