package org.meshgate.files.upload.receive;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.problem.UploadQuotaException;

/**
 * What uploads under way have brought so far. A quota counts complete files; without this somebody could fill the disk with
 * several large ones that are refused at their end. What is on the disk is never more than twice the quota, by uploads that
 * become complete while others go on.
 */
@ApplicationScoped
class InFlightUploads {

    private final long quota;
    private final Map<String, Long> ofUser = new ConcurrentHashMap<>();

    InFlightUploads(MeshgateConfig config) {
        this.quota = config.limits().uploadsPerUser().asLongValue();
    }

    /** @param free how many bytes the user has left, for all that is under way; {@link Long#MAX_VALUE} for any number */
    Reservation begin(Optional<String> user, long free) {
        return new Reservation(user, free);
    }

    /** One upload. */
    final class Reservation {

        private final Optional<String> user;
        private final long free;
        private long bytes;

        private Reservation(Optional<String> user, long free) {
            this.user = user;
            this.free = free;
        }

        /** So many bytes more; throws {@link UploadQuotaException} when that is too much. */
        void add(int more) {
            bytes += more;
            if (user.isPresent() && ofUser.merge(user.get(), (long) more, Long::sum) > free) {
                throw new UploadQuotaException(quota);
            }
        }

        /** It is complete and counted elsewhere, or gone. */
        void end() {
            user.ifPresent(id -> ofUser.computeIfPresent(id, (same, sum) -> sum - bytes <= 0 ? null : sum - bytes));
            bytes = 0;
        }
    }
}
