package org.meshgate.jobs.results;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meshgate.caller.Caller;
import org.meshgate.catalog.model.FileKind;
import org.meshgate.files.FileLookup;
import org.meshgate.files.upload.InputFileAccess;
import org.meshgate.jobs.record.JobRecord;
import org.meshgate.problem.FileMissingException;

/** The files that jobs were given. What a record says of them is never trusted: {@link InputFileAccess} decides. */
@ApplicationScoped
public class JobInputFiles {

    private final InputPaths paths;
    private final InputFileAccess files;

    JobInputFiles(InputPaths paths, InputFileAccess files) {
        this.paths = paths;
        this.files = files;
    }

    /** Whether a job was given an image, going by its record alone. */
    public boolean hasImage(JobRecord job) {
        return image(job).isPresent();
    }

    /**
     * The images of several jobs that are there, in their order.
     *
     * @param caller who may see all these jobs
     */
    public Uni<List<Optional<FileLookup.Found>>> images(Caller caller, List<JobRecord> jobs) {
        List<InputFileAccess.InputPath> asked = new ArrayList<>();
        List<Optional<InputPaths.Given>> named = jobs.stream().map(this::image).toList();
        for (int i = 0; i < jobs.size(); i++) {
            Optional<String> owner = jobs.get(i).owner();
            named.get(i).ifPresent(given -> asked.add(new InputFileAccess.InputPath(given.path(), owner)));
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
    public Uni<FileLookup> find(Caller caller, JobRecord job) {
        InputPaths.Given given = paths.main(job).orElseThrow(() -> FileMissingException.never("input file"));
        return files.find(caller, new InputFileAccess.InputPath(given.path(), job.owner()));
    }

    private Optional<InputPaths.Given> image(JobRecord job) {
        return paths.main(job).filter(given -> given.kind() == FileKind.IMAGE);
    }
}
