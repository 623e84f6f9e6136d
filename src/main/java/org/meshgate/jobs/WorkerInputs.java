package org.meshgate.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meshgate.files.ContentTypes;
import org.meshgate.files.FileLookup;
import org.meshgate.files.ServedFile;
import org.meshgate.jobs.access.JobAccess;
import org.meshgate.jobs.record.JobRecord;
import org.meshgate.jobs.record.RecordPathRedactor;
import org.meshgate.jobs.results.JobInputFiles;
import org.meshgate.problem.FileMissingException;
import org.meshgate.problem.JobNotFoundException;

/**
 * What a worker gets of the inputs of a job: the values without paths of the server, and the files. The caller must have
 * checked that the worker holds the job.
 */
@ApplicationScoped
public class WorkerInputs {

    private static final String SAFE_EXTENSION = "[a-z0-9]{1,8}";

    private final JobAccess access;
    private final JobInputFiles files;

    WorkerInputs(JobAccess access, JobInputFiles files) {
        this.access = access;
        this.files = files;
    }

    /**
     * An input file.
     *
     * @param field the name of the input
     * @param name a file name for it: the field and the extension of the file
     * @param size in bytes
     */
    public record InputFile(String field, String name, long size) {}

    /**
     * The inputs of a job.
     *
     * @param values as submitted; the value of a file is its {@link InputFile#name}
     * @param missing the field of a file that is not there any more; absent when all are there
     */
    public record Inputs(ObjectNode values, List<InputFile> files, Optional<String> missing) {}

    /**
     * Describes the inputs of a job.
     *
     * @param given as they stand in the record
     */
    public Uni<Inputs> describe(String feature, ObjectNode given) {
        Map<String, String> paths = files.paths(feature, given);
        ObjectNode values = RecordPathRedactor.withoutPathMembers(given);
        if (paths.isEmpty()) {
            return Uni.createFrom().item(new Inputs(values, List.of(), Optional.empty()));
        }
        List<String> fields = List.copyOf(paths.keySet());
        return files.findForWorker(List.copyOf(paths.values())).map(found -> {
            List<InputFile> present = new ArrayList<>();
            Optional<String> missing = Optional.empty();
            for (int i = 0; i < fields.size(); i++) {
                String field = fields.get(i);
                Optional<ServedFile> file = found.get(i).found().map(FileLookup.Found::file);
                if (file.isPresent()) {
                    String name = name(field, file.get());
                    values.put(field, name);
                    present.add(new InputFile(field, name, file.get().size()));
                } else {
                    missing = Optional.of(field);
                }
            }
            return new Inputs(values, present, missing);
        });
    }

    /** Finds an input file; fails with {@link FileMissingException} when the job has none in this field. */
    public Uni<ServedFile> file(String jobId, String field) {
        return record(jobId).chain(job -> {
            String path = Optional.ofNullable(files.paths(job).get(field))
                    .orElseThrow(() -> FileMissingException.never("input file"));
            return files.findForWorker(List.of(path)).map(found -> {
                ServedFile file = found.get(0).require();
                return new ServedFile(file.path(), file.size(), file.modified(), name(field, file));
            });
        });
    }

    /** The record of a job; fails with {@link JobNotFoundException}. */
    public Uni<JobRecord> record(String jobId) {
        return access.findForWorker(jobId);
    }

    private static String name(String field, ServedFile file) {
        String extension = ContentTypes.extension(file.name());
        return extension.matches(SAFE_EXTENSION) ? field + "." + extension : field;
    }
}
