package org.meshgate.files.upload.receive;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.problem.limit.UploadQuotaException;

/**
 * Counts the bytes of uploads in progress against the quota of their user. The quota in Redis counts complete files
 * only; without this count a user could fill the disk with concurrent large uploads that are refused at their end. A
 * user's files never exceed twice the quota on the disk, which happens when uploads complete while others continue.
 */
@ApplicationScoped
class InFlightUploads {

    private final long quota;
    private final Map<String, Long> bytesByUser = new ConcurrentHashMap<>();

    InFlightUploads(MeshgateConfig config) {
        this.quota = config.limits().uploadsPerUser().asLongValue();
    }

    /** @param free the bytes that the user has left for all uploads in progress; {@link Long#MAX_VALUE} for no limit */
    Reservation begin(Optional<String> user, long free) {
        return new Reservation(user, free);
    }

    /** The bytes of one upload in progress. */
    final class Reservation {

        private final Optional<String> user;
        private final long free;
        private long bytes;

        private Reservation(Optional<String> user, long free) {
            this.user = user;
            this.free = free;
        }

        /** Adds received bytes. Throws {@link UploadQuotaException} when the user exceeds the quota. */
        void add(int more) {
            bytes += more;
            if (user.isPresent() && bytesByUser.merge(user.get(), (long) more, Long::sum) > free) {
                throw UploadQuotaException.ofBytes(quota);
            }
        }

        /** Releases the bytes: the upload is stored and counted in Redis, or deleted. */
        void end() {
            user.ifPresent(
                    id -> bytesByUser.computeIfPresent(id, (same, sum) -> sum - bytes <= 0 ? null : sum - bytes));
            bytes = 0;
        }
    }
}
