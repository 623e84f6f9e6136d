package org.meshgate.jobs;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meshgate.caller.Caller;
import org.meshgate.catalog.FileKind;
import org.meshgate.files.FileLookup;
import org.meshgate.files.GivenFiles;
import org.meshgate.problem.FileMissingException;

/** The files that jobs were given. What a record says of them is never trusted: {@link GivenFiles} decides. */
@ApplicationScoped
class OriginalFiles {

    private final GivenPaths paths;
    private final GivenFiles files;

    OriginalFiles(GivenPaths paths, GivenFiles files) {
        this.paths = paths;
        this.files = files;
    }

    /** Whether a job was given an image, going by its record alone. */
    boolean hasImage(StoredJob job) {
        return image(job).isPresent();
    }

    /**
     * The images of several jobs that are there, in their order.
     *
     * @param caller who may see all these jobs
     */
    Uni<List<Optional<FileLookup.Found>>> images(Caller caller, List<StoredJob> jobs) {
        List<GivenFiles.Given> asked = new ArrayList<>();
        List<Optional<GivenPaths.Given>> named = jobs.stream().map(this::image).toList();
        for (int i = 0; i < jobs.size(); i++) {
            Optional<String> owner = jobs.get(i).owner();
            named.get(i).ifPresent(given -> asked.add(new GivenFiles.Given(given.path(), owner)));
        }
        if (asked.isEmpty()) {
            return Uni.createFrom()
                    .item(jobs.stream()
                            .map(job -> Optional.<FileLookup.Found>empty())
                            .toList());
        }
        return files.findAll(caller, asked).map(found -> {
            var next = found.iterator();
            return named.stream()
                    .map(given -> given.flatMap(image -> next.next().found()))
                    .toList();
        });
    }

    /** What became of the file of a job; fails with {@link FileMissingException} when it was given none. */
    Uni<FileLookup> find(Caller caller, StoredJob job) {
        GivenPaths.Given given = paths.main(job).orElseThrow(() -> FileMissingException.never("input file"));
        return files.find(caller, new GivenFiles.Given(given.path(), job.owner()));
    }

    private Optional<GivenPaths.Given> image(StoredJob job) {
        return paths.main(job).filter(given -> given.kind() == FileKind.IMAGE);
    }
}
