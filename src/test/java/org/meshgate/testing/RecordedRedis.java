package org.meshgate.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The data of a 3DAIGC-API that really ran, recorded on 2026-11-22, key by key. Four things are not as recorded: the ends of
 * tokens and uploads are as far from now as they were from then; {@code /data/}, into which its workers wrote, is the
 * folder of outputs; the one password that nobody knows any more is {@value #PASSWORD} too; and beside it stand records
 * that it could not have kept (NaN, broken JSON) or was too young to have (both offsets of New York, expired uploads).
 */
public final class RecordedRedis {

    public static final String ADMIN = "user_40b38d4d0c21cdab";
    public static final String ALICE = "user_8f13dce4a9fcf985";
    public static final String BOB = "user_a60f3022a333330c";

    /** Of most accounts. */
    public static final String PASSWORD = "mypassword";

    public static final String ADMIN_PASSWORD = "adminpass";
    public static final String ALICE_PASSWORD = "newpass456";

    public static final int USERS = 13;

    /** Those that can be read. */
    public static final int JOBS = 16 + 7;

    public static final String MESH = "a triangle";

    private static final Instant RECORDED = Instant.parse("2026-11-22T06:22:26Z");
    private static final Pattern END = Pattern.compile("(\\\\\"expires_at\\\\\": \\\\\")([^\"\\\\]+)");

    private RecordedRedis() {}

    /** Fills Redis, and the folder with the two files that are still there. */
    public static void load(OldRedis redis, Path folder) {
        try {
            Path outputs = Files.createDirectories(folder.resolve("outputs")).toAbsolutePath();
            Files.writeString(outputs.resolve("tri.glb"), MESH);
            Path upload = folder.resolve("uploads/image/e0/upload_eb62c614-2acf-435c-b01c-f88f7ae09ded.png");
            Files.createDirectories(upload.getParent());
            Files.writeString(upload, "a cat");
            Duration since = Duration.between(RECORDED, Instant.now());
            redis.load(
                    line -> moved(line.replace("/data/", outputs + "/"), since),
                    "recorded-accounts.jsonl",
                    "beside-recorded.jsonl");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fills Redis with what was recorded without accounts. */
    public static void loadSimple(OldRedis redis) {
        redis.load(line -> line, "recorded-simple.jsonl");
    }

    private static String moved(String line, Duration by) {
        Matcher end = END.matcher(line);
        return end.replaceAll(found -> Matcher.quoteReplacement(found.group(1)
                + LocalDateTime.parse(found.group(2))
                        .atOffset(ZoneOffset.UTC)
                        .plus(by)
                        .toLocalDateTime()));
    }
}
