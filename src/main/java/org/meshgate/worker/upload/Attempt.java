package org.meshgate.worker.upload;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meshgate.jobs.dispatch.HeldJob;
import org.meshgate.runtime.Digests;

/**
 * An attempt at a job, which names its files.
 *
 * @param job the id of the job as a part of file names
 * @param number of the attempt, from 1
 */
record Attempt(String job, String number) {

    private static final Pattern LEASE = Pattern.compile("(\\d{1,9})-.+");
    private static final Pattern PLAIN_ID = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final Pattern NAME = Pattern.compile("([A-Za-z0-9-]{1,64})_(\\d{1,9})");

    /** Absent for a text that is no lease. */
    static Optional<Attempt> of(HeldJob held) {
        Matcher lease = LEASE.matcher(held.lease());
        return lease.matches() ? Optional.of(new Attempt(part(held.jobId()), lease.group(1))) : Optional.empty();
    }

    /** Reads {@link #name}; absent for any other text. */
    static Optional<Attempt> ofName(String name) {
        Matcher parts = NAME.matcher(name);
        return parts.matches() ? Optional.of(new Attempt(parts.group(1), parts.group(2))) : Optional.empty();
    }

    /** Unique for each attempt, so that a late worker never touches the files of its successor. */
    String name() {
        return job + "_" + number;
    }

    /** Other programs may have given a job any id. */
    private static String part(String id) {
        return PLAIN_ID.matcher(id).matches()
                ? id
                : "x" + HexFormat.of().formatHex(Digests.sha256(id.getBytes(StandardCharsets.UTF_8)), 0, 16);
    }
}
