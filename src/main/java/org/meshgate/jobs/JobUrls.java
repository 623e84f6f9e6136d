package org.meshgate.jobs;

import org.meshgate.caller.Caller;
import org.meshgate.files.LinkSigner;

/**
 * The URLs in one answer.
 *
 * @param base the server as the client reaches it, without a slash at the end
 */
record JobUrls(String base) {

    /** Where jobs are. */
    static final String ROOT = "/api/v1/system/jobs/";

    String status(String id) {
        return base + ROOT + id;
    }

    String cancel(String id) {
        return base + ROOT + id + "/cancel";
    }

    String events(String id) {
        return base + ROOT + id + "/events";
    }

    /** URLs of files, which need no header: whoever has one may read that file for a while, in the name of the caller. */
    Files files(Caller viewer, LinkSigner signer) {
        return new Files(base, viewer, signer);
    }

    /**
     * URLs of files.
     *
     * @param viewer in whose name they are
     */
    record Files(String base, Caller viewer, LinkSigner signer) {

        String of(String id, ResultFiles.Part part) {
            String path = ROOT + id + part.route();
            return base + path + "?" + signer.sign(viewer, path);
        }

        String base64Of(String id, ResultFiles.Part part) {
            return of(id, part) + "&format=base64";
        }
    }
}
