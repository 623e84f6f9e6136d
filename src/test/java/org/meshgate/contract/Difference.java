package org.meshgate.contract;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A difference on purpose between recorded answers and ours, with its reason: the one list of them. The table "In the
 * answers" of docs/MIGRATION.md repeats it, which a test watches; a line that no longer holds fails its case.
 *
 * @param cases names of recorded cases; empty for all that have a member
 * @param members their paths; for {@link Kind#REQUEST} what is different about the request
 * @param reason as docs/MIGRATION.md gives it
 */
record Difference(List<String> cases, List<String> members, Kind kind, String reason) {

    /** What is different. */
    enum Kind {
        /** The member is not there. */
        ABSENT,
        /** The member is null. */
        NULL,
        /** The member is of the recorded type and means something else. */
        VALUE,
        /** A token is needed where none was. */
        REQUEST
    }

    /** Paths on the server's disk, of results and inputs. */
    private static final String PATHS = "paths of the server are shown to administrators only; URLs take their place";

    private static final List<Difference> ALL = List.of(
            anywhere(Kind.ABSENT, PATHS, "result.output_mesh_path", "result.thumbnail_path"),
            anywhere(Kind.ABSENT, PATHS, "result_metadata.thumbnail_path"),
            anywhere(Kind.ABSENT, PATHS, "inputs.image_path", "inputs.texture_image_path"),
            anywhere(Kind.NULL, "null: there is no Python in the program", "system.python_version"),
            anywhere(
                    Kind.VALUE,
                    "always `UTC`, as all times are; was the zone of the server",
                    "timezone",
                    "jobs[].timezone"),
            anywhere(
                    Kind.VALUE,
                    "whole URLs, which open without a token: with a signature that ends, where the server asks for tokens or"
                            + " keys; were paths",
                    "mesh_download_urls.*",
                    "thumbnail_download_urls.*"),
            anywhere(
                    Kind.VALUE,
                    "whether anything shows that jobs are run: the sample worker, a lease, or a job that the GPU scheduler"
                            + " has (`evidence` says which); was always `true`",
                    "scheduler.running"),
            anywhere(
                    Kind.VALUE,
                    "numbers of the whole queue; were those of the API process, always 0",
                    "active_jobs",
                    "queued_jobs",
                    "completed_jobs",
                    "queue.*"),
            anywhere(
                    Kind.VALUE,
                    "numbers of the machine for administrators and in simple mode only; for others 0, an empty text, and"
                            + " `restricted: true`",
                    "system.*"),
            anywhere(
                    Kind.VALUE,
                    "formats of the job types that have an enabled model; what is no mesh stands in `other`",
                    "output_formats.mesh"),
            anywhere(
                    Kind.VALUE,
                    "`limits.image_side`, which holds for uploads; was 4096 and did not hold",
                    "upload_limits.image_max_resolution"),
            new Difference(
                    List.of(
                            "upload image (auth mode)",
                            "upload mesh",
                            "upload metadata",
                            "upload list",
                            "upload formats",
                            "G formats"),
                    List.of("/api/v1/file-upload/*", "/api/v1/mesh-generation/supported-formats"),
                    Kind.REQUEST,
                    "need a token, because an upload belongs to somebody; were open to everybody"));

    private static Difference anywhere(Kind kind, String reason, String... members) {
        return new Difference(List.of(), List.of(members), kind, reason);
    }

    static List<Difference> all() {
        return ALL;
    }

    /** The one that a member of an answer has. */
    static Optional<Difference> of(String recorded, String member) {
        return ALL.stream()
                .filter(difference -> difference.kind() != Kind.REQUEST)
                .filter(difference -> difference.members().contains(member))
                .filter(difference -> difference.isIn(recorded))
                .findFirst();
    }

    /** Whether a case is asked with a token now. */
    static boolean needsATokenNow(String recorded) {
        return ALL.stream().anyMatch(difference -> difference.kind() == Kind.REQUEST && difference.isIn(recorded));
    }

    /** As a row of the table in docs/MIGRATION.md. */
    String row() {
        return members.stream().map(member -> "`" + member + "`").collect(Collectors.joining(", ", "| ", " | "))
                + reason + " |";
    }

    private boolean isIn(String recorded) {
        return cases.isEmpty() || cases.contains(recorded);
    }
}
