package org.meshgate.files.upload.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meshgate.files.UploadSamples.latin;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.meshgate.files.UploadSamples;

/** What the header of a file says, and that nothing in it can do harm. */
class UploadFormatTest {

    private static final Map<byte[], UploadFormat> FILES = Map.ofEntries(
            Map.entry(UploadSamples.png(640, 480), UploadFormat.PNG),
            Map.entry(UploadSamples.jpeg(640, 480), UploadFormat.JPEG),
            Map.entry(UploadSamples.bmp(640, 480), UploadFormat.BMP),
            Map.entry(UploadSamples.bmp(640, -480), UploadFormat.BMP),
            Map.entry(UploadSamples.webpExtended(640, 480), UploadFormat.WEBP),
            Map.entry(UploadSamples.webpLossless(640, 480), UploadFormat.WEBP),
            Map.entry(UploadSamples.webpLossy(640, 480), UploadFormat.WEBP),
            Map.entry(UploadSamples.tiff(640, 480, ByteOrder.LITTLE_ENDIAN), UploadFormat.TIFF),
            Map.entry(UploadSamples.tiff(640, 480, ByteOrder.BIG_ENDIAN), UploadFormat.TIFF),
            Map.entry(UploadSamples.glb(100), UploadFormat.GLB),
            Map.entry(UploadSamples.binaryStl(3), UploadFormat.STL),
            Map.entry(latin("solid cube\nfacet normal 0 0 1\n"), UploadFormat.STL),
            Map.entry(latin("\n# made by hand\nv 0 0 0\n"), UploadFormat.OBJ),
            Map.entry(latin("v 0 0 0\r\nv 1 0 0\r\n"), UploadFormat.OBJ),
            Map.entry(latin("ply\nformat binary_little_endian 1.0\nend_header\n\0\0"), UploadFormat.PLY),
            Map.entry(latin("ply\r\nformat ascii 1.0\r\nend_header\r\n"), UploadFormat.PLY),
            Map.entry(latin("Kaydara FBX Binary  \0\u001a\0\0\0"), UploadFormat.FBX),
            Map.entry(latin("; FBX 7.3.0 project file\n"), UploadFormat.FBX),
            Map.entry(latin(" \n{\"asset\": {\"version\": \"2.0\"}}"), UploadFormat.GLTF));

    @Test
    void sampleOfEachFormatMatchesOnlyThatFormat() throws IOException {
        for (Map.Entry<byte[], UploadFormat> file : FILES.entrySet()) {
            for (UploadFormat format : UploadFormat.values()) {
                assertThat(read(format, file.getKey()).isPresent())
                        .as("%s read as %s", file.getValue(), format)
                        .isEqualTo(format == file.getValue());
            }
        }
    }

    @Test
    void imageDimensionsAreReadFromTheHeader() throws IOException {
        for (Map.Entry<byte[], UploadFormat> file : FILES.entrySet()) {
            assertThat(read(file.getValue(), file.getKey()))
                    .as(file.getValue().name())
                    .hasValue(file.getValue().kind() == UploadKind.IMAGE ? new ImageSize(640, 480) : ImageSize.NONE);
        }
        assertThat(read(UploadFormat.PNG, UploadSamples.png(100_000, 1))).hasValue(new ImageSize(100_000, 1));
        assertThat(read(UploadFormat.PNG, UploadSamples.png(-1, -1)))
                .hasValue(new ImageSize(4_294_967_295L, 4_294_967_295L));
    }

    @Test
    void truncatedOrMalformedHeadersAreNotRecognized() throws IOException {
        for (Map.Entry<byte[], UploadFormat> file : FILES.entrySet()) {
            UploadFormat format = file.getValue();
            if (format.kind() == UploadKind.IMAGE) {
                assertThat(read(format, Arrays.copyOf(file.getKey(), 12)))
                        .as(format.name())
                        .isEmpty();
            }
        }
        assertThat(read(UploadFormat.GLB, Arrays.copyOf(UploadSamples.glb(100), 99)))
                .isEmpty();
        assertThat(read(UploadFormat.OBJ, latin("not a mesh at all"))).isEmpty();
        assertThat(read(UploadFormat.OBJ, latin("v 0 0 0\n\0"))).isEmpty();
        assertThat(read(UploadFormat.STL, latin("solidarity"))).isEmpty();
        assertThat(read(UploadFormat.PLY, latin("ply\nformat odd 1.0\n"))).isEmpty();
    }

    /** Whatever stands in a header: an answer, no exception, and no walk without an end. */
    @Test
    void noHeaderDoesHarm() throws IOException {
        Random random = new Random(7);
        for (byte[] sample : FILES.keySet()) {
            for (int round = 0; round < 500; round++) {
                byte[] damaged = sample.clone();
                for (int i = 0; i < 4; i++) {
                    damaged[random.nextInt(Math.min(damaged.length, 160))] = (byte) random.nextInt();
                }
                for (UploadFormat format : UploadFormat.values()) {
                    read(format, damaged).ifPresent(size -> assertThat(List.of(size.width(), size.height()))
                            .allMatch(side -> side >= 0));
                }
            }
        }
        byte[] padding = new byte[200_000];
        Arrays.fill(padding, (byte) 0xff);
        padding[1] = (byte) 0xd8;
        assertThat(read(UploadFormat.JPEG, padding)).isEmpty();
    }

    private static Optional<ImageSize> read(UploadFormat format, byte[] content) throws IOException {
        try (FileBytes bytes = FileBytes.of(content)) {
            return format.read(bytes);
        }
    }
}
