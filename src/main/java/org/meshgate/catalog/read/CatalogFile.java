package org.meshgate.catalog.read;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.meshgate.catalog.model.CatalogException;

/**
 * A catalog file, bundled or on disk.
 *
 * @param name for messages: the name of a bundled file, the path of another one
 * @param text the whole content
 */
public record CatalogFile(String name, String text) {

    /**
     * Reads the replacement if a setting names one, and the bundled file otherwise.
     *
     * @param bundled name of the bundled file
     * @param replacement path of a file that replaces it
     * @throws CatalogException if the file does not exist or cannot be read
     */
    public static CatalogFile of(String bundled, Optional<String> replacement) {
        return replacement.map(CatalogFile::fromDisk).orElseGet(() -> bundled(bundled));
    }

    static CatalogFile bundled(String name) {
        try (InputStream in = CatalogFile.class.getResourceAsStream("/catalog/" + name)) {
            if (in == null) {
                throw new CatalogException(name + " is not part of the program");
            }
            return new CatalogFile(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CatalogFile fromDisk(String path) {
        try {
            return new CatalogFile(path, Files.readString(Path.of(path)));
        } catch (NoSuchFileException | InvalidPathException e) {
            throw new CatalogException(path + " is not there");
        } catch (CharacterCodingException e) {
            throw new CatalogException(path + " is not text in UTF-8");
        } catch (IOException e) {
            throw new CatalogException(path + " cannot be read");
        }
    }
}
