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
import org.meshgate.files.upload.receive.UploadReceiver;
import org.meshgate.files.upload.storage.IncomingUpload;
import org.meshgate.files.upload.storage.PartialFile;
import org.meshgate.files.upload.storage.StoredName;
import org.meshgate.files.upload.storage.StoredUpload;
import org.meshgate.files.upload.storage.UploadFolder;
import org.meshgate.files.upload.storage.UploadService;
import org.meshgate.problem.HttpProblemException;
import org.meshgate.problem.UploadNotFoundException;
import org.meshgate.problem.ValidationFailedException;

/** Uploaded files as inputs of jobs. */
@ApplicationScoped
public class JobUploads {

    private static final String NOT_BASE64 = "must be base64, without line breaks, or a data: URL with it";
    private static final String ID_FIELD = "file_id";

    /** The media type, and parameters that nobody needs. */
    private static final Pattern DATA_URL = Pattern.compile("data:([A-Za-z0-9.+/-]{0,100})(?:;[^;,]{0,100}){0,5}");

    private static final String DATA = "data:";
    private static final String ENCODING = ";base64";

    private static final Logger LOG = Logger.getLogger(JobUploads.class);

    /** A data: URL says no more than that before its comma. */
    private static final int MAX_DATA_HEADER_LENGTH = 700;

    private final UploadService service;
    private final UploadReceiver receiver;
    private final UploadRules rules;
    private final UploadFolder folder;
    private final FileExecutor executor;

    JobUploads(
            UploadService service,
            UploadReceiver receiver,
            UploadRules rules,
            UploadFolder folder,
            FileExecutor executor) {
        this.service = service;
        this.receiver = receiver;
        this.rules = rules;
        this.folder = folder;
        this.executor = executor;
    }

    /**
     * How the inputs of a job name a file.
     *
     * @param fileId as the upload answered it; any text
     * @param kind what the job needs
     * @return the path as the record has it: relative to the folder where the program starts, unless
     *     {@code storage.uploads} is absolute. Fails with FILE_NOT_FOUND (404) for a file that never was, has expired or is
     *     not on the disk, FILE_ACCESS_DENIED (403) for another user's, VALIDATION_FAILED (422) for another kind
     */
    public Uni<String> pathOf(Caller caller, String fileId, UploadKind kind) {
        return service.look(caller, fileId).map(looked -> {
            if (!looked.present()) {
                throw new UploadNotFoundException();
            }
            if (!isOf(kind, looked.upload())) {
                throw new ValidationFailedException(
                        ID_FIELD, "must be the id of an upload of the kind " + kind.wireName());
            }
            return looked.upload().path();
        });
    }

    /** By the extension, since old records call some formats by other types. */
    private static boolean isOf(UploadKind kind, StoredUpload upload) {
        return kind.wireName().equals(upload.type())
                || kind.extensions().contains(ContentTypes.extension(upload.path()));
    }

    /**
     * Keeps a file that came within a JSON document, like an upload: with the same rules, limits, owner and expiry.
     *
     * @param base64 strict base64 (RFC 4648), or a {@code data:} URL of it, whose media type must then be true. Without one
     *     the content tells the format
     * @param label the name of the field in the document, to which failures point
     * @return the path as {@link #pathOf}. Fails with VALIDATION_FAILED (422), BODY_TOO_LARGE (413),
     *     UPLOAD_QUOTA_EXCEEDED (429), DISK_FULL (507)
     */
    public Uni<String> storeBase64(Caller caller, String base64, UploadKind kind, String label) {
        String id = receiver.newId().toString();
        return service.room(caller, smallestSize(base64))
                .chain(() -> executor.run(() -> write(base64, kind, id, label)))
                .onFailure()
                .transform(DiskFailures::problem)
                .chain(incoming -> service.accept(caller, incoming, label))
                .map(StoredUpload::path);
    }

    /**
     * Removes a file that {@link #storeBase64} has stored, because nothing will use it. Never fails: it would expire, too.
     *
     * @param path what was returned
     */
    public Uni<Void> discard(Caller caller, String path) {
        return StoredName.idIn(Path.of(path).getFileName().toString())
                .map(id -> service.delete(caller, id).replaceWithVoid())
                .orElseGet(() -> Uni.createFrom().voidItem())
                .onFailure()
                .invoke(failure -> LOG.debugf("an unused upload stays until it expires: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    private IncomingUpload write(String base64, UploadKind kind, String id, String label) throws IOException {
        long limit = rules.largest(kind);
        if (smallestSize(base64) > limit) {
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

    /** What a text decodes to at least, without a look into it. */
    private static long smallestSize(String base64) {
        return Math.max(0, base64.length() - MAX_DATA_HEADER_LENGTH) / 4L * 3;
    }
}
