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
 * Makes the URLs of a response.
 *
 * @param base URL of the server as the client reaches it, without a trailing slash
 */
public record JobUrls(String base) {

    /** The path of jobs. */
    static final String ROOT = "/api/v1/system/jobs/";

    public String status(String id) {
        return base + ROOT + id;
    }

    public String cancel(String id) {
        return base + ROOT + id + "/cancel";
    }

    /**
     * URLs of files and events, which can be requested without a header.
     *
     * @param viewer the caller whose permissions the URLs carry
     * @param signer absent when the server requires no token
     */
    public Files files(Caller viewer, Optional<LinkSigner> signer) {
        return new Files(base, viewer, signer);
    }

    /**
     * URLs of files.
     *
     * @param viewer the caller whose permissions the URLs carry
     * @param signer absent for unsigned URLs
     */
    public record Files(String base, Caller viewer, Optional<LinkSigner> signer) {

        String of(String id, ResultFiles.Part part) {
            return signed(ROOT + id + part.route());
        }

        String base64Of(String id, ResultFiles.Part part) {
            return of(id, part) + (signer.isPresent() ? "&" : "?") + "format=base64";
        }

        /**
         * The event stream. It is signed when the viewer may read jobs, because EventSource in browsers sends no
         * header.
         */
        public String events(String id) {
            String path = ROOT + id + "/events";
            return viewer.scopes().has(Scope.JOBS_READ) ? signed(path) : base + path;
        }

        /** The input file. */
        String input(String id) {
            return signed(ROOT + id + "/input");
        }

        /** @param key as defined by {@link ResultPaths} */
        String asset(String id, String key) {
            return signed(ROOT + id + "/files/" + key);
        }

        /** The base URL of a world's files: one signature in the path covers all of them. */
        String world(String id) {
            String folder = ROOT + id + "/world-link";
            return base
                    + signer.map(key -> folder + "/" + key.signFolder(viewer, folder))
                            .orElse(ROOT + id + "/world")
                    + "/";
        }

        /** @param name a single path segment */
        String world(String id, String name) {
            return world(id) + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        }

        private String signed(String path) {
            return base + path + signer.map(key -> "?" + key.sign(viewer, path)).orElse("");
        }
    }
}
