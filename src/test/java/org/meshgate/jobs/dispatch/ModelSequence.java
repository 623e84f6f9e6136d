package org.meshgate.jobs.dispatch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.meshgate.jobs.dispatch.JobModel.Job;
import org.meshgate.jobs.dispatch.JobModel.Lease;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.Values;

/** One sequence of random calls in {@link DispatcherModelTest}: the model, and what was done so far. */
final class ModelSequence {

    final Values values;
    final List<Account> owners;
    final JobModel model = new JobModel();
    final List<Lease> leases = new ArrayList<>();
    final List<String> done = new ArrayList<>();

    /** Jobs whose record the old scheduler wrote again after their deletion. */
    final Set<String> ghosts = new HashSet<>();

    /** Whether the old scheduler or a limit changed something since the last step. */
    boolean unreconciled;

    ModelSequence(Values values, List<Account> owners) {
        this.values = values;
        this.owners = owners;
    }

    /** A lease of now or before, sometimes as another account would present it. */
    Optional<Lease> lease() {
        if (leases.isEmpty()) {
            return Optional.empty();
        }
        List<Lease> current = leases.stream().filter(model::holds).toList();
        Lease lease = values.number(0, 3) > 0 && !current.isEmpty() ? values.oneOf(current) : values.oneOf(leases);
        return Optional.of(values.number(0, 9) == 0 ? new Lease(lease.job(), lease.lease(), "service-c") : lease);
    }

    Optional<String> job(Predicate<Job> which) {
        List<String> ids = model.jobs.keySet().stream()
                .filter(id -> which.test(model.jobs.get(id)))
                .toList();
        return ids.isEmpty() ? Optional.empty() : Optional.of(values.oneOf(ids));
    }

    Account owner(Job job) {
        return owners.stream()
                .filter(account -> account.userId().equals(job.owner))
                .findFirst()
                .orElseThrow();
    }
}
