package org.meshgate.jobs.view;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.meshgate.caller.Caller;
import org.meshgate.caller.Scope;
import org.meshgate.files.link.LinkSigner;
import org.meshgate.jobs.results.ResultFiles;
import org.meshgate.jobs.results.ResultPaths;

/**
 * The URLs in one answer.
 *
 * @param base the server as the client reaches it, without a slash at the end
 */
public record JobUrls(String base) {

    /** Where jobs are. */
    static final String ROOT = "/api/v1/system/jobs/";

    public String status(String id) {
        return base + ROOT + id;
    }

    public String cancel(String id) {
        return base + ROOT + id + "/cancel";
    }

    /**
     * URLs of files and events, which need no header.
     *
     * @param viewer in whose name the URLs open
     * @param signer empty where they open without a token
     */
    public Files files(Caller viewer, Optional<LinkSigner> signer) {
        return new Files(base, viewer, signer);
    }

    /**
     * URLs of files.
     *
     * @param viewer in whose name they open
     * @param signer empty for plain URLs
     */
    public record Files(String base, Caller viewer, Optional<LinkSigner> signer) {

        String of(String id, ResultFiles.Part part) {
            return signed(ROOT + id + part.route());
        }

        String base64Of(String id, ResultFiles.Part part) {
            return of(id, part) + (signer.isPresent() ? "&" : "?") + "format=base64";
        }

        /** The events of the job: a link, as the EventSource of browsers sends no header, for a caller who may read jobs. */
        public String events(String id) {
            String path = ROOT + id + "/events";
            return viewer.scopes().has(Scope.JOBS_READ) ? signed(path) : base + path;
        }

        /** What the job was given. */
        String input(String id) {
            return signed(ROOT + id + "/input");
        }

        /** @param key as {@link ResultPaths} has it */
        String asset(String id, String key) {
            return signed(ROOT + id + "/files/" + key);
        }

        /** Where names of a world's files go behind: one signature in the path opens all of them. */
        String world(String id) {
            String folder = ROOT + id + "/world-link";
            return base
                    + signer.map(key -> folder + "/" + key.signFolder(viewer, folder))
                            .orElse(ROOT + id + "/world")
                    + "/";
        }

        /** @param name of one step */
        String world(String id, String name) {
            return world(id) + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        }

        private String signed(String path) {
            return base + path + signer.map(key -> "?" + key.sign(viewer, path)).orElse("");
        }
    }
}
