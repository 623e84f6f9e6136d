package org.meshgate.jobs;

import static io.restassured.RestAssured.given;
import static org.meshgate.testing.FinishedJobs.MANIFEST;

import io.restassured.response.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.Map;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.FinishedJobs;
import org.meshgate.testing.Jobs;

/** Jobs whose result is a world: a folder of files. */
@ApplicationScoped
public class Worlds {

    static final String INVALID = "This link is not valid.";
    static final String SECRET = "somebody else's";

    private final FinishedJobs jobs;

    Worlds(FinishedJobs jobs) {
        this.jobs = jobs;
    }

    /**
     * A finished job.
     *
     * @param folder of the world's files
     * @param id of the job
     * @param base the link that opens the folder
     */
    record World(Path folder, String id, String base) {}

    /** A world of a user. */
    World create(Account owner) {
        Path folder = Path.of(FinishedJobs.world());
        String id = job(owner, folder, folder.toString());
        return new World(folder, id, Jobs.status(owner, id).path("result.world_base_url"));
    }

    /**
     * A job that names a folder as that of its world.
     *
     * @param world folder in which the single files are
     */
    String job(Account owner, Path world, String folder) {
        return jobs.completed(
                owner.userId(),
                Map.of(
                        "output_mesh_path",
                        world + "/environment.ply",
                        "output_splat_path",
                        world + "/environment.ply",
                        "world_id",
                        "w1",
                        "world_manifest_path",
                        world + "/" + MANIFEST,
                        "world_manifest_url",
                        "/api/v1/old/manifest",
                        "world_base_url",
                        "/api/v1/old",
                        "world_directory",
                        folder,
                        "generation_info",
                        Map.of("prop_count", 1)));
    }

    /** Opens a link as it is written. */
    static Response open(String link) {
        return given().urlEncodingEnabled(false).get(link);
    }
}
