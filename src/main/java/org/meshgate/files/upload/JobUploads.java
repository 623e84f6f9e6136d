package org.meshgate.files.upload;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.meshgate.caller.Caller;
import org.meshgate.files.ContentTypes;
import org.meshgate.files.DiskFailures;
import org.meshgate.files.FileExecutor;
import org.meshgate.files.upload.format.UploadFormat;
import org.meshgate.files.upload.format.UploadKind;
import org.meshgate.files.upload.format.UploadRules;
import org.meshgate.files.upload.storage.IncomingUpload;
import org.meshgate.files.upload.storage.PartialFile;
import org.meshgate.files.upload.storage.StoredName;
import org.meshgate.files.upload.storage.StoredUpload;
import org.meshgate.files.upload.storage.UploadFolder;
import org.meshgate.files.upload.storage.UploadIds;
import org.meshgate.files.upload.storage.UploadIntake;
import org.meshgate.files.upload.storage.UploadService;
import org.meshgate.problem.FileMissingException;
import org.meshgate.problem.HttpProblemException;
import org.meshgate.problem.ValidationFailedException;

/** Resolves and stores the uploads that jobs use as inputs. */
@ApplicationScoped
public class JobUploads {

    private static final String NOT_BASE64 = "must be base64, without line breaks, or a data: URL with it";
    private static final String ID_FIELD = "file_id";

    /** The media type, followed by parameters that are ignored. */
    private static final Pattern DATA_URL = Pattern.compile("data:([A-Za-z0-9.+/-]{0,100})(?:;[^;,]{0,100}){0,5}");

    private static final String DATA = "data:";
    private static final String ENCODING = ";base64";

    private static final Logger LOG = Logger.getLogger(JobUploads.class);

    /** The maximum length of a data: URL before its comma. */
    private static final int MAX_DATA_HEADER_LENGTH = 700;

    private final UploadService service;
    private final UploadIntake intake;
    private final UploadIds ids;
    private final UploadRules rules;
    private final UploadFolder folder;
    private final FileExecutor executor;

    JobUploads(
            UploadService service,
            UploadIntake intake,
            UploadIds ids,
            UploadRules rules,
            UploadFolder folder,
            FileExecutor executor) {
        this.service = service;
        this.intake = intake;
        this.ids = ids;
        this.rules = rules;
        this.folder = folder;
        this.executor = executor;
    }

    /**
     * The path of an upload for the inputs of a job.
     *
     * @param fileId the id from the upload response; any text
     * @param kind the kind of file that the job requires
     * @return the path in the record: relative to the working directory of the program, unless {@code storage.uploads}
     *     is absolute. Fails with FILE_NOT_FOUND (404) for a file that is unknown, expired or not on the disk,
     *     FILE_ACCESS_DENIED (403) for another user's file, VALIDATION_FAILED (422) for another kind
     */
    public Uni<String> pathOf(Caller caller, String fileId, UploadKind kind) {
        return service.look(caller, fileId).map(looked -> {
            if (!looked.present()) {
                throw FileMissingException.upload();
            }
            if (!isOf(kind, looked.upload())) {
                throw new ValidationFailedException(
                        ID_FIELD, "must be the id of an upload of the kind " + kind.jsonName());
            }
            return looked.upload().path();
        });
    }

    /** Also compares the extension, since records of 3DAIGC-API have other types for some formats. */
    private static boolean isOf(UploadKind kind, StoredUpload upload) {
        return kind.jsonName().equals(upload.type())
                || kind.extensions().contains(ContentTypes.extension(upload.path()));
    }

    /**
     * Stores a file from a JSON document as an upload, with the same rules, limits, owner and expiry.
     *
     * @param base64 strict base64 (RFC 4648), or a {@code data:} URL whose media type must match the content. Without a
     *     media type the format is detected from the content
     * @param label the name of the JSON field, for validation errors
     * @return the path, as {@link #pathOf} returns it. Fails with VALIDATION_FAILED (422), BODY_TOO_LARGE (413),
     *     UPLOAD_QUOTA_EXCEEDED (429), DISK_FULL (507)
     */
    public Uni<String> storeBase64(Caller caller, String base64, UploadKind kind, String label) {
        String id = ids.next().toString();
        return intake.requireSpace(caller, minDecodedSize(base64))
                .chain(() -> executor.run(() -> write(base64, kind, id, label)))
                .onFailure()
                .transform(DiskFailures::problem)
                .chain(incoming -> intake.accept(caller, incoming, label))
                .map(StoredUpload::path);
    }

    /**
     * Deletes a file that {@link #storeBase64} stored and that no job will use. Never fails: the file expires anyway.
     *
     * @param path as {@link #storeBase64} returned it
     */
    public Uni<Void> discard(Caller caller, String path) {
        return StoredName.idIn(Path.of(path).getFileName().toString())
                .map(id -> service.delete(caller, id).replaceWithVoid())
                .orElseGet(() -> Uni.createFrom().voidItem())
                .onFailure()
                .invoke(failure -> LOG.debugf("An unused upload stays until it expires: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    private IncomingUpload write(String base64, UploadKind kind, String id, String label) throws IOException {
        long limit = rules.maxBytes(kind);
        if (minDecodedSize(base64) > limit) {
            throw HttpProblemException.fileTooLarge(limit);
        }
        Optional<UploadFormat> declared = Optional.empty();
        String text = base64;
        if (base64.startsWith(DATA)) {
            int comma = base64.substring(0, Math.min(base64.length(), MAX_DATA_HEADER_LENGTH))
                    .indexOf(',');
            declared = Optional.of(declared(base64.substring(0, Math.max(comma, 0)), kind, label));
            text = base64.substring(comma + 1);
        }
        byte[] bytes = decoded(text, label);
        if (bytes.length > limit) {
            throw HttpProblemException.fileTooLarge(limit);
        }
        return write(bytes, declared, kind, id, label);
    }

    private IncomingUpload write(
            byte[] bytes, Optional<UploadFormat> declared, UploadKind kind, String id, String label)
            throws IOException {
        UploadFormat format = (declared.isPresent() ? declared : UploadRules.sniff(bytes, kind))
                .orElseThrow(() ->
                        new ValidationFailedException(label, "must be one of " + String.join(", ", kind.extensions())));
        String extension = format.extensions().get(0);
        StoredName name = new StoredName(kind, id, extension);
        PartialFile file = folder.create(name);
        try {
            file.write(ByteBuffer.wrap(bytes));
            return new IncomingUpload(name, file, label + "." + extension, format, bytes.length);
        } catch (IOException e) {
            file.discard();
            throw e;
        }
    }

    private static byte[] decoded(String text, String label) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (bytes.length == 0) {
                throw new ValidationFailedException(label, "must not be empty");
            }
            return bytes;
        } catch (IllegalArgumentException e) {
            throw new ValidationFailedException(label, NOT_BASE64);
        }
    }

    private static UploadFormat declared(String header, UploadKind kind, String label) {
        Matcher matcher = DATA_URL.matcher(header);
        if (!header.toLowerCase(Locale.ROOT).endsWith(ENCODING) || !matcher.matches()) {
            throw new ValidationFailedException(label, NOT_BASE64);
        }
        String type = matcher.group(1).toLowerCase(Locale.ROOT);
        return kind.formats()
                .filter(format -> format.extensions().stream()
                        .anyMatch(extension -> ContentTypes.of("x." + extension).equals(type)))
                .findFirst()
                .orElseThrow(() -> new ValidationFailedException(
                        label,
                        "must have one of the media types "
                                + String.join(
                                        ", ",
                                        kind.extensions().stream()
                                                .map(extension -> ContentTypes.of("x." + extension))
                                                .distinct()
                                                .toList())));
    }

    /** The minimum decoded size of a text, from its length only. */
    private static long minDecodedSize(String base64) {
        return Math.max(0, base64.length() - MAX_DATA_HEADER_LENGTH) / 4L * 3;
    }
}
