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
 * A file of the catalog.
 *
 * @param name as messages call it
 * @param text all of it
 */
public record CatalogFile(String name, String text) {

    /**
     * Reads one.
     *
     * @param shipped the name of the one that is part of the program
     * @param replacement the path of the one that takes its place
     * @throws CatalogException when there is no such file, or it cannot be read
     */
    public static CatalogFile of(String shipped, Optional<String> replacement) {
        return replacement.map(CatalogFile::onDisk).orElseGet(() -> shipped(shipped));
    }

    /** The one that is part of the program. */
    static CatalogFile shipped(String name) {
        try (InputStream in = CatalogFile.class.getResourceAsStream("/catalog/" + name)) {
            if (in == null) {
                throw new CatalogException(name + " is not part of the program");
            }
            return new CatalogFile(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CatalogFile onDisk(String path) {
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
