package org.meshgate.jobs.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.meshgate.files.FileLookup;
import org.meshgate.files.ServedFile;
import org.meshgate.jobs.record.JobJson;
import org.meshgate.jobs.record.JobTimes;
import org.meshgate.jobs.results.ResultFiles;

/** What an answer about a job says of its files: only of those that are there, and only Meshgate says where they are. */
@ApplicationScoped
class JobFilesView {

    private static final String MESH_URL = "mesh_url";
    private static final String THUMBNAIL_URL = "thumbnail_url";
    private static final String FILES = "files";
    private static final String MANIFEST_URL = "world_manifest_url";
    private static final String WORLD_URL = "world_base_url";
    private static final String INPUT_URL = "input_image_url";
    private static final String INPUT_INFO = "input_image_file_info";

    /** Members of a result that are not shown as a worker wrote them. */
    static final List<String> OF_RESULT = List.of(
            MESH_URL,
            THUMBNAIL_URL,
            "mesh_file_info",
            "thumbnail_file_info",
            FILES,
            MANIFEST_URL,
            WORLD_URL,
            INPUT_URL,
            INPUT_INFO);

    /** Members of a record that are not shown as another program wrote them. */
    static final List<String> OF_INPUT = List.of(INPUT_URL, INPUT_INFO);

    private static final int MEGABYTE = 1024 * 1024;

    private final JobJson json;

    JobFilesView(JobJson json) {
        this.json = json;
    }

    /** The URLs of what was asked for, once more where clients of 3DAIGC-API look for them: at the top of a row. */
    void rowUrls(JobView.JobViewContext material, ObjectNode row) {
        row.putNull(MESH_URL);
        row.putNull(THUMBNAIL_URL);
        urls(material, row);
    }

    /** The URLs of what was asked for. */
    void urls(JobView.JobViewContext material, ObjectNode view) {
        String id = material.job().id();
        material.fileUrls().ifPresent(of -> {
            if (material.files().main().isPresent()) {
                view.put(MESH_URL, of.of(id, ResultFiles.Part.MAIN));
            }
            if (material.files().thumbnail().isPresent()) {
                view.put(THUMBNAIL_URL, of.of(id, ResultFiles.Part.THUMBNAIL));
            }
        });
    }

    /** The part of a status about the result. */
    void result(JobView.JobViewContext material, ObjectNode view) {
        urls(material, view);
        material.files().main().ifPresent(found -> view.set("mesh_file_info", fileInfo(found.file())));
        material.files().thumbnail().ifPresent(found -> view.set("thumbnail_file_info", fileInfo(found.file())));
        everything(material, view);
    }

    /**
     * The part of an answer about the result's files that has the URLs of all of them. Clients of 3DAIGC-API rely on the
     * two members of the main file and the thumbnail, so they are there without the files, too.
     */
    void info(JobView.JobViewContext material, ObjectNode view) {
        String id = material.job().id();
        material.fileUrls().ifPresent(of -> {
            view.set("mesh_download_urls", downloads(of, id, ResultFiles.Part.MAIN));
            view.set(
                    "thumbnail_download_urls",
                    material.files().thumbnail().isPresent()
                            ? downloads(of, id, ResultFiles.Part.THUMBNAIL)
                            : json.object());
        });
        everything(material, view);
    }

    private void everything(JobView.JobViewContext material, ObjectNode view) {
        String id = material.job().id();
        material.fileUrls().ifPresent(of -> {
            if (!material.files().assets().isEmpty()) {
                ObjectNode urls = view.putObject(FILES);
                material.files().assets().forEach(key -> urls.put(key, of.asset(id, key)));
            }
            material.files().manifest().ifPresent(name -> view.put(MANIFEST_URL, of.world(id, name))
                    .put(WORLD_URL, of.world(id)));
        });
    }

    /** The URL of the image that a job was given. */
    void inputUrl(JobView.JobViewContext material, ObjectNode view) {
        material.fileUrls()
                .filter(of -> material.files().inputImage().isPresent())
                .ifPresent(of -> view.put(INPUT_URL, of.input(material.job().id())));
    }

    /** The image that a job was given. */
    void input(JobView.JobViewContext material, ObjectNode view) {
        inputUrl(material, view);
        material.files().inputImage().ifPresent(found -> view.set(INPUT_INFO, fileInfo(found.file())));
    }

    /** The main file, in many words. */
    void describeMain(JobView.JobViewContext material, ObjectNode view) {
        material.files()
                .main()
                .map(FileLookup.Found::file)
                .ifPresentOrElse(found -> describe(found, view), () -> view.put("file_exists", false)
                        .put("error", "The result file is not on the server."));
    }

    private ObjectNode downloads(JobUrls.Files urls, String id, ResultFiles.Part part) {
        return json.object().put("direct_download", urls.of(id, part)).put("base64_download", urls.base64Of(id, part));
    }

    private ObjectNode fileInfo(ServedFile file) {
        return json.object()
                .put("filename", file.name())
                .put("file_size_bytes", file.size())
                .put("file_size_mb", megabytes(file).setScale(2, RoundingMode.HALF_UP))
                .put("content_type", file.contentType())
                .put("file_extension", "." + extension(file));
    }

    private static void describe(ServedFile file, ObjectNode view) {
        view.put("filename", file.name())
                .put("file_size_bytes", file.size())
                .put("file_size_mb", megabytes(file))
                .put("content_type", file.contentType())
                .put("file_extension", extension(file))
                .put("created_time", JobTimes.write(file.modified()))
                .put("modified_time", JobTimes.write(file.modified()))
                .put("file_exists", true);
    }

    private static BigDecimal megabytes(ServedFile file) {
        return BigDecimal.valueOf(file.size()).divide(BigDecimal.valueOf(MEGABYTE), 6, RoundingMode.HALF_UP);
    }

    private static String extension(ServedFile file) {
        int dot = file.name().lastIndexOf('.');
        return dot < 0 ? "" : file.name().substring(dot + 1);
    }
}
