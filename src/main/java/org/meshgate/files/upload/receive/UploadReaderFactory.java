package org.meshgate.files.upload.receive;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import org.meshgate.files.FileExecutor;
import org.meshgate.files.upload.format.UploadKind;
import org.meshgate.files.upload.storage.UploadFolder;
import org.meshgate.files.upload.storage.UploadIds;
import org.meshgate.problem.HttpProblemException;

/** Creates a reader for each upload request. */
@ApplicationScoped
class UploadReaderFactory {

    private final UploadIds ids;
    private final UploadReader.Tools tools;

    UploadReaderFactory(UploadIds ids, UploadFolder folder, FileExecutor executor, Clock clock) {
        this.ids = ids;
        this.tools = new UploadReader.Tools(folder, executor, clock);
    }

    /**
     * Creates a reader of one file, with a new id.
     *
     * @param limit the maximum file size in bytes
     * @param boundary of the form
     */
    UploadReader create(RoutingContext routing, UploadKind kind, long limit, String boundary) {
        return new UploadReader(routing, kind, ids.next(), limit, boundary, tools);
    }

    /** The boundary of the form; throws UNSUPPORTED_MEDIA_TYPE (415) when the body is not a form. */
    static String boundary(RoutingContext routing) {
        return Optional.ofNullable(routing.request().getHeader(HttpHeaders.CONTENT_TYPE))
                .flatMap(MultipartReader::boundary)
                .orElseThrow(HttpProblemException::multipartNeeded);
    }
}
