package org.meshgate.jobs.results;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meshgate.caller.Caller;
import org.meshgate.catalog.model.FileKind;
import org.meshgate.files.FileLookup;
import org.meshgate.files.upload.InputFileAccess;
import org.meshgate.jobs.record.JobRecord;
import org.meshgate.problem.FileMissingException;

/** Finds the input files of jobs. Paths in records are not trusted: {@link InputFileAccess} checks them. */
@ApplicationScoped
public class JobInputFiles {

    private final InputPaths paths;
    private final InputFileAccess files;

    JobInputFiles(InputPaths paths, InputFileAccess files) {
        this.paths = paths;
        this.files = files;
    }

    /** Whether the record of a job names an input image. */
    public boolean hasImage(JobRecord job) {
        return image(job).isPresent();
    }

    /**
     * Finds the existing input images of several jobs, in their order.
     *
     * @param caller must have access to all of these jobs
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

    /** Finds the main input file of a job; fails with {@link FileMissingException} when it has none. */
    public Uni<FileLookup> find(Caller caller, JobRecord job) {
        InputPaths.Given given = paths.main(job).orElseThrow(() -> FileMissingException.never("input file"));
        return files.find(caller, new InputFileAccess.InputPath(given.path(), job.owner()));
    }

    /** The paths of all input files of a job, unchecked, by input. */
    public Map<String, String> paths(JobRecord job) {
        return paths.files(job);
    }

    /** The paths of all input files among the inputs of a job, unchecked, by input. */
    public Map<String, String> paths(String feature, JsonNode inputs) {
        return paths.files(feature, inputs);
    }

    /** Resolves paths of a job in order, for a worker that holds it. */
    public Uni<List<FileLookup>> findForWorker(List<String> paths) {
        return files.findForWorker(paths);
    }

    private Optional<InputPaths.Given> image(JobRecord job) {
        return paths.main(job).filter(given -> given.kind() == FileKind.IMAGE);
    }
}
