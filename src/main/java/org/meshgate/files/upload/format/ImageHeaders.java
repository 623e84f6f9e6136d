package org.meshgate.files.upload.format;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Reads image dimensions from file headers, without decoding: PNG (ISO 15948), JPEG (ITU-T T.81, annex B), WebP (RFC
 * 9649), BMP and TIFF 6.0. The methods return empty for another format and throw EOFException for a truncated file.
 */
final class ImageHeaders {

    /** Bounds the work for crafted files. Cameras write about a dozen segments before the frame. */
    private static final int MAX_JPEG_SEGMENTS = 1000;

    private static final int OLD_BMP_HEADER = 12;
    private static final int TIFF_WIDTH = 256;
    private static final int TIFF_HEIGHT = 257;
    private static final int TIFF_ENTRY = 12;
    private static final int TIFF_SHORT = 3;
    private static final int TIFF_LONG = 4;
    private static final int MAX_TIFF_ENTRIES = 4096;

    private ImageHeaders() {}

    static Optional<ImageSize> png(FileBytes file) throws IOException {
        if (!file.has(0, "\u0089PNG\r\n\u001a\n") || !file.has(12, "IHDR")) {
            return Optional.empty();
        }
        ByteBuffer fields = file.at(16, 8, BIG_ENDIAN);
        return Optional.of(new ImageSize(unsigned(fields.getInt()), unsigned(fields.getInt())));
    }

    static Optional<ImageSize> jpeg(FileBytes file) throws IOException {
        if (!file.has(0, "\u00ff\u00d8\u00ff")) {
            return Optional.empty();
        }
        long at = 2;
        for (int segment = 0; segment < MAX_JPEG_SEGMENTS; segment++) {
            ByteBuffer start = file.at(at, 4, BIG_ENDIAN);
            int marker = start.getShort() & 0xffff;
            if (marker == 0xffff) { // a padding byte before the marker
                at++;
                continue;
            }
            if (marker < 0xffc0) {
                return Optional.empty();
            }
            if (isFrame(marker)) {
                ByteBuffer fields = file.at(at + 5, 4, BIG_ENDIAN);
                long height = fields.getShort() & 0xffff;
                return Optional.of(new ImageSize(fields.getShort() & 0xffff, height));
            }
            int length = start.getShort() & 0xffff;
            if (length < 2) {
                return Optional.empty();
            }
            at += 2 + length;
        }
        return Optional.empty();
    }

    /** SOF0 to SOF15. 0xFFC4, 0xFFC8 and 0xFFCC in that range are not frames. */
    private static boolean isFrame(int marker) {
        return marker >= 0xffc0 && marker <= 0xffcf && marker != 0xffc4 && marker != 0xffc8 && marker != 0xffcc;
    }

    static Optional<ImageSize> webp(FileBytes file) throws IOException {
        if (!file.has(0, "RIFF") || !file.has(8, "WEBP")) {
            return Optional.empty();
        }
        if (file.has(12, "VP8X")) {
            ByteBuffer fields = file.at(24, 6, LITTLE_ENDIAN);
            return Optional.of(new ImageSize(1 + threeBytes(fields), 1 + threeBytes(fields)));
        }
        if (file.has(12, "VP8L") && file.has(20, "/")) {
            int bits = file.at(21, 4, LITTLE_ENDIAN).getInt();
            return Optional.of(new ImageSize(1 + (bits & 0x3fff), 1 + (bits >>> 14 & 0x3fff)));
        }
        if (file.has(12, "VP8 ") && file.has(23, "\u009d\u0001\u002a")) {
            ByteBuffer fields = file.at(26, 4, LITTLE_ENDIAN);
            return Optional.of(new ImageSize(fields.getShort() & 0x3fff, fields.getShort() & 0x3fff));
        }
        return Optional.empty();
    }

    static Optional<ImageSize> bmp(FileBytes file) throws IOException {
        if (!file.has(0, "BM")) {
            return Optional.empty();
        }
        int header = file.at(14, 4, LITTLE_ENDIAN).getInt();
        if (header == OLD_BMP_HEADER) {
            ByteBuffer fields = file.at(18, 4, LITTLE_ENDIAN);
            return Optional.of(new ImageSize(fields.getShort() & 0xffff, fields.getShort() & 0xffff));
        }
        if (header < 40 || header > 256) {
            return Optional.empty();
        }
        ByteBuffer fields = file.at(18, 8, LITTLE_ENDIAN);
        long width = fields.getInt();
        long height = fields.getInt(); // negative for top-down bitmaps
        return width < 0 ? Optional.empty() : Optional.of(new ImageSize(width, Math.abs(height)));
    }

    /** The dimensions of the first image of the file. */
    static Optional<ImageSize> tiff(FileBytes file) throws IOException {
        boolean little = file.has(0, "II*\0");
        if (!little && !file.has(0, "MM\0*")) {
            return Optional.empty();
        }
        ByteOrder order = little ? LITTLE_ENDIAN : BIG_ENDIAN;
        long directory = unsigned(file.at(4, 4, order).getInt());
        int count = file.at(directory, 2, order).getShort() & 0xffff;
        if (count > MAX_TIFF_ENTRIES) {
            return Optional.empty();
        }
        ByteBuffer entries = file.at(directory + 2, count * TIFF_ENTRY, order);
        long width = 0;
        long height = 0;
        for (int i = 0; i < count; i++) {
            int tag = entries.getShort(i * TIFF_ENTRY) & 0xffff;
            if (tag == TIFF_WIDTH) {
                width = tiffNumber(entries, i * TIFF_ENTRY);
            } else if (tag == TIFF_HEIGHT) {
                height = tiffNumber(entries, i * TIFF_ENTRY);
            }
        }
        return Optional.of(new ImageSize(width, height));
    }

    private static long tiffNumber(ByteBuffer entries, int at) {
        return switch (entries.getShort(at + 2)) {
            case TIFF_SHORT -> entries.getShort(at + 8) & 0xffff;
            case TIFF_LONG -> unsigned(entries.getInt(at + 8));
            default -> 0;
        };
    }

    private static long unsigned(int number) {
        return Integer.toUnsignedLong(number);
    }

    private static int threeBytes(ByteBuffer fields) {
        return fields.get() & 0xff | (fields.get() & 0xff) << 8 | (fields.get() & 0xff) << 16;
    }
}
