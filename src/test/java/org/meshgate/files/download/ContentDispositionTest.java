package org.meshgate.files.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshgate.files.ContentTypes;

class ContentDispositionTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
            my chair.glb|my chair.glb
            my chair|my chair.glb
            chair.GLB|chair.GLB
            chair.exe|chair.exe.glb
            v1.2|v1.2.glb
            ../../etc/passwd|_.._etc_passwd.glb
            C:\\temp\\a.glb|C__temp_a.glb
            "quoted"|_quoted_.glb
            a;b=c.glb|a;b=c.glb
            .hidden|hidden.glb
            ...|tri.glb
            \u202Egpj.glb|gpj.glb
            st\u00fchl|st\u00fchl.glb
            \ud83e\ude91|\ud83e\ude91.glb
            con*?<>|con____.glb
            """, quoteCharacter = '\'')
    void requestedNamesAreSanitizedAndKeepTheRealExtension(String asked, String expected) {
        assertThat(ContentDisposition.sanitized(Optional.of(asked), "tri.glb")).isEqualTo(expected);
    }

    @Test
    void defaultNameIsThatOfTheFile() {
        assertThat(ContentDisposition.sanitized(Optional.empty(), "tri.glb")).isEqualTo("tri.glb");
        assertThat(ContentDisposition.sanitized(Optional.of(""), "tri.glb")).isEqualTo("tri.glb");
        assertThat(ContentDisposition.sanitized(Optional.of("\r\n\t\0"), "tri.glb"))
                .isEqualTo("tri.glb");
        assertThat(ContentDisposition.sanitized(Optional.empty(), "noextension"))
                .isEqualTo("noextension");
        assertThat(ContentDisposition.sanitized(Optional.empty(), "\u0001")).isEqualTo("download");
    }

    @Test
    void linesCannotBeBroken() {
        String name = ContentDisposition.sanitized(Optional.of("a\r\nSet-Cookie: x=1"), "tri.glb");
        assertThat(name).isEqualTo("aSet-Cookie_ x=1.glb");
        assertThat(ContentDisposition.disposition(name)).doesNotContain("\r", "\n");
    }

    @Test
    void namesOfTheSameTypeKeepTheirEnding() {
        assertThat(ContentDisposition.sanitized(Optional.of("a.jpeg"), "b.jpg")).isEqualTo("a.jpeg");
        assertThat(ContentDisposition.sanitized(Optional.of("a.bvh"), "b.npz")).isEqualTo("a.bvh.npz");
    }

    @Test
    void longNamesAreTruncatedAndKeepTheirExtension() {
        String name = ContentDisposition.sanitized(Optional.of("x".repeat(1000)), "tri.glb");
        assertThat(name).hasSize(ContentDisposition.MAX_LENGTH).endsWith("x.glb");
        assertThat(ContentDisposition.sanitized(Optional.of("\ud83e\ude91".repeat(200)), "tri.glb"))
                .hasSizeLessThanOrEqualTo(ContentDisposition.MAX_LENGTH)
                .endsWith("\ud83e\ude91.glb");
    }

    @Test
    void theHeaderHasAnAsciiNameAndTheFullOne() {
        assertThat(ContentDisposition.disposition("st\u00fchl 1.glb"))
                .isEqualTo("attachment; filename=\"st_hl 1.glb\"; filename*=UTF-8''st%C3%BChl%201.glb");
    }

    @Test
    void typesGoByTheExtensionInAnyCase() {
        assertThat(ContentTypes.of("a.glb")).isEqualTo("model/gltf-binary");
        assertThat(ContentTypes.of("a.b.PNG")).isEqualTo("image/png");
        assertThat(ContentTypes.of("a.html")).isEqualTo("application/octet-stream");
        assertThat(ContentTypes.of("glb")).isEqualTo("application/octet-stream");
        assertThat(ContentTypes.of(".png")).isEqualTo("application/octet-stream");
        assertThat(ContentTypes.of("a.")).isEqualTo("application/octet-stream");
    }
}
