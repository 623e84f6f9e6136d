package org.meshgate.jobs.submit;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import org.meshgate.caller.Caller;
import org.meshgate.catalog.model.FileReference;
import org.meshgate.files.InputFolder;
import org.meshgate.problem.AccessDeniedException;

/** Input files given as a path on the server: allowed for administrators, and for all callers in simple mode. */
@ApplicationScoped
class PathInputFiles implements InputFileSource {

    private final InputFolder files;

    PathInputFiles(InputFolder files) {
        this.files = files;
    }

    @Override
    public boolean supports(FileReference.Source source) {
        return source == FileReference.Source.PATH;
    }

    @Override
    public Uni<String> resolve(Caller caller, FileReference reference) {
        if (!caller.isAdmin() && !(caller instanceof Caller.Anonymous)) {
            return Uni.createFrom().failure(AccessDeniedException.toPaths());
        }
        return files.realPath(reference.value()).map(Path::toString);
    }
}
