package org.meshgate.jobs.dispatch;

import java.util.Locale;

/** What a worker is to do with a job after a heartbeat. */
public enum HeartbeatOrder {
    /** Continue with the job. */
    CONTINUE,
    /** Stop within {@link JobDispatcher#CANCEL_GRACE}: the owner cancelled the job. */
    CANCEL,
    /** Stop without a report: another attempt holds the job, or it has ended. */
    LOST;

    public String jsonName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
