package org.meshgate.cli.worker.http;

import java.io.IOException;
import java.nio.file.Path;
import org.meshgate.cli.worker.job.JobContext;

/** Writes the request for a job into a file, so that large inputs are never in memory. */
@FunctionalInterface
interface RequestBody {

    /** @return the media type of the request */
    String write(JobContext context, Path target) throws IOException;
}
