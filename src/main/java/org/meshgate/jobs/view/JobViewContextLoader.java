package org.meshgate.jobs.view;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meshgate.caller.Caller;
import org.meshgate.files.link.SignedLinks;
import org.meshgate.jobs.record.JobRecord;
import org.meshgate.jobs.results.JobInputFiles;
import org.meshgate.jobs.results.PresentFiles;
import org.meshgate.jobs.results.ResultFiles;

/** Looks up the files of jobs for {@link JobView}. */
@ApplicationScoped
public class JobViewContextLoader {

    private final ResultFiles results;
    private final JobInputFiles inputs;
    private final SignedLinks links;

    JobViewContextLoader(ResultFiles results, JobInputFiles inputs, SignedLinks links) {
        this.results = results;
        this.inputs = inputs;
        this.links = links;
    }

    /** Whether a job has no files, going by its record alone. Such a job needs no disk access and no link key. */
    public boolean hasNoFiles(JobRecord job) {
        return job.result().isEmpty() && !inputs.hasImage(job);
    }

    /** The context of a job {@linkplain #hasNoFiles without files}. */
    public JobView.JobViewContext withoutFiles(Caller caller, JobRecord job, JobUrls urls) {
        return new JobView.JobViewContext(job, PresentFiles.EMPTY, urls, Optional.empty(), caller.isAdmin());
    }

    /** Loads the context of one job, with all of its files. */
    public Uni<JobView.JobViewContext> load(Caller caller, JobRecord job, JobUrls urls) {
        return hasNoFiles(job)
                ? Uni.createFrom().item(withoutFiles(caller, job, urls))
                : links.signerOfUrls().chain(signer -> results.everything(job, caller.isAdmin())
                        .chain(present -> withInputImages(caller, List.of(job), List.of(present)))
                        .map(present -> context(caller, job, present.get(0), urls, urls.files(caller, signer))));
    }

    /** Loads the contexts of several jobs, in their order, with their main files, thumbnails and input images. */
    public Uni<List<JobView.JobViewContext>> load(Caller caller, List<JobRecord> jobs, JobUrls urls) {
        if (jobs.stream().allMatch(this::hasNoFiles)) {
            return Uni.createFrom()
                    .item(jobs.stream()
                            .map(job -> withoutFiles(caller, job, urls))
                            .toList());
        }
        return links.signerOfUrls().chain(signer -> results.present(jobs)
                .chain(present -> withInputImages(caller, jobs, present))
                .map(present -> {
                    JobUrls.Files fileUrls = urls.files(caller, signer);
                    List<JobView.JobViewContext> contexts = new ArrayList<>(jobs.size());
                    for (int i = 0; i < jobs.size(); i++) {
                        contexts.add(context(caller, jobs.get(i), present.get(i), urls, fileUrls));
                    }
                    return contexts;
                }));
    }

    private Uni<List<PresentFiles>> withInputImages(Caller caller, List<JobRecord> jobs, List<PresentFiles> present) {
        return inputs.images(caller, jobs).map(images -> {
            List<PresentFiles> all = new ArrayList<>(jobs.size());
            for (int i = 0; i < jobs.size(); i++) {
                all.add(present.get(i).withInputImage(images.get(i)));
            }
            return all;
        });
    }

    private static JobView.JobViewContext context(
            Caller caller, JobRecord job, PresentFiles present, JobUrls urls, JobUrls.Files fileUrls) {
        return new JobView.JobViewContext(job, present, urls, Optional.of(fileUrls), caller.isAdmin());
    }
}
