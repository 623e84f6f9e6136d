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

/** Adds the files of a job to responses: only files that exist, and only with URLs that Meshgate made. */
@ApplicationScoped
class JobFilesView {

    private static final String MESH_URL = "mesh_url";
    private static final String THUMBNAIL_URL = "thumbnail_url";
    private static final String FILES = "files";
    private static final String MANIFEST_URL = "world_manifest_url";
    private static final String WORLD_URL = "world_base_url";
    private static final String INPUT_URL = "input_image_url";
    private static final String INPUT_INFO = "input_image_file_info";

    /** Members of a result that replace those of the worker. */
    static final List<String> RESULT_MEMBERS = List.of(
            MESH_URL,
            THUMBNAIL_URL,
            "mesh_file_info",
            "thumbnail_file_info",
            FILES,
            MANIFEST_URL,
            WORLD_URL,
            INPUT_URL,
            INPUT_INFO);

    /** Members of a job that replace those of other programs in the record. */
    static final List<String> INPUT_MEMBERS = List.of(INPUT_URL, INPUT_INFO);

    private static final int MEGABYTE = 1024 * 1024;

    private final JobJson json;

    JobFilesView(JobJson json) {
        this.json = json;
    }

    /** Adds the URLs of main file and thumbnail to the top level of a row, where clients of 3DAIGC-API expect them. */
    void rowUrls(JobView.JobViewContext context, ObjectNode row) {
        row.putNull(MESH_URL);
        row.putNull(THUMBNAIL_URL);
        urls(context, row);
    }

    /** Adds the URLs of main file and thumbnail. */
    void urls(JobView.JobViewContext context, ObjectNode view) {
        String id = context.job().id();
        context.fileUrls().ifPresent(urls -> {
            if (context.files().main().isPresent()) {
                view.put(MESH_URL, urls.of(id, ResultFiles.Part.MAIN));
            }
            if (context.files().thumbnail().isPresent()) {
                view.put(THUMBNAIL_URL, urls.of(id, ResultFiles.Part.THUMBNAIL));
            }
        });
    }

    /** Adds the files to the result in a status. */
    void result(JobView.JobViewContext context, ObjectNode view) {
        urls(context, view);
        context.files().main().ifPresent(found -> view.set("mesh_file_info", fileInfo(found.file())));
        context.files().thumbnail().ifPresent(found -> view.set("thumbnail_file_info", fileInfo(found.file())));
        allFiles(context, view);
    }

    /**
     * Adds the URLs of all files to the information about a result. The members for main file and thumbnail are present
     * even without the files, because clients of 3DAIGC-API rely on them.
     */
    void info(JobView.JobViewContext context, ObjectNode view) {
        String id = context.job().id();
        context.fileUrls().ifPresent(urls -> {
            view.set("mesh_download_urls", downloads(urls, id, ResultFiles.Part.MAIN));
            view.set(
                    "thumbnail_download_urls",
                    context.files().thumbnail().isPresent()
                            ? downloads(urls, id, ResultFiles.Part.THUMBNAIL)
                            : json.object());
        });
        allFiles(context, view);
    }

    private void allFiles(JobView.JobViewContext context, ObjectNode view) {
        String id = context.job().id();
        context.fileUrls().ifPresent(urls -> {
            if (!context.files().assets().isEmpty()) {
                ObjectNode files = view.putObject(FILES);
                context.files().assets().forEach(key -> files.put(key, urls.asset(id, key)));
            }
            context.files().manifest().ifPresent(name -> view.put(MANIFEST_URL, urls.world(id, name))
                    .put(WORLD_URL, urls.world(id)));
        });
    }

    /** Adds the URL of the input image. */
    void inputUrl(JobView.JobViewContext context, ObjectNode view) {
        context.fileUrls()
                .filter(urls -> context.files().inputImage().isPresent())
                .ifPresent(urls -> view.put(INPUT_URL, urls.input(context.job().id())));
    }

    /** Adds the URL and the description of the input image. */
    void input(JobView.JobViewContext context, ObjectNode view) {
        inputUrl(context, view);
        context.files().inputImage().ifPresent(found -> view.set(INPUT_INFO, fileInfo(found.file())));
    }

    /** Adds a detailed description of the main file. */
    void describeMain(JobView.JobViewContext context, ObjectNode view) {
        context.files()
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
