package org.meshgate.jobs.results;

import java.util.List;
import java.util.Optional;
import org.meshgate.files.FileLookup;

/**
 * The existing files of a job.
 *
 * @param main the main file of the result
 * @param thumbnail an image of the result
 * @param inputImage the input image
 * @param assets the keys of all files of the result, as {@link ResultPaths} has them; empty when the folder was not read
 * @param manifest the name of a world's manifest in the folder of the world
 */
public record PresentFiles(
        Optional<FileLookup.Found> main,
        Optional<FileLookup.Found> thumbnail,
        Optional<FileLookup.Found> inputImage,
        List<String> assets,
        Optional<String> manifest) {

    /** A job without files. */
    public static final PresentFiles EMPTY =
            new PresentFiles(Optional.empty(), Optional.empty(), Optional.empty(), List.of(), Optional.empty());

    public PresentFiles withInputImage(Optional<FileLookup.Found> image) {
        return new PresentFiles(main, thumbnail, image, assets, manifest);
    }

    PresentFiles withManifest(Optional<String> name) {
        return new PresentFiles(main, thumbnail, inputImage, assets, name);
    }
}
