package org.meshgate.files.upload.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.meshgate.files.UploadSamples.latin;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.meshgate.problem.HttpProblemException;

/** Forms, in whatever pieces they arrive. */
class MultipartReaderTest {

    private static final String FORM =
            "preamble\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n"
                    + "Content-Type: image/png\r\n\r\none\r\n--bo\r\n-\r\n\r\n\r\n--b  \r\n"
                    + "content-disposition: form-data; name=other\r\n\r\n\r\n--b--\r\nepilogue\r\n--b\r\n";

    private static final class Collected implements MultipartReader.PartHandler {
        final List<PartHeader> headers = new ArrayList<>();
        final List<ByteArrayOutputStream> contents = new ArrayList<>();

        @Override
        public void begin(PartHeader header) {
            headers.add(header);
            contents.add(new ByteArrayOutputStream());
        }

        @Override
        public void content(byte[] bytes, int from, int length) {
            contents.get(contents.size() - 1).write(bytes, from, length);
        }
    }

    @Test
    void formIsParsedInChunksOfAnySize() {
        // the third line of the content looks like a boundary, until its last letter
        String form = FORM.replace("--bo", "--a");
        for (int size = 1; size <= form.length(); size++) {
            Collected parts = read(form, size);
            assertThat(parts.headers)
                    .containsExactly(
                            new PartHeader("file", Optional.of("a.png")), new PartHeader("other", Optional.empty()));
            assertThat(parts.contents.get(0).toString(StandardCharsets.US_ASCII))
                    .isEqualTo("one\r\n--a\r\n-\r\n\r\n");
            assertThat(parts.contents.get(1).size()).isZero();
        }
    }

    @Test
    void bytesComeThroughUnchanged() {
        byte[] content = new byte[300_000];
        new Random(3).nextBytes(content);
        for (int i = 0; i < content.length - 10; i += 1000) {
            System.arraycopy(latin("\r\n--long-boundar"), 0, content, i, 10);
        }
        Collected parts = new Collected();
        MultipartReader reader = new MultipartReader("long-boundary", parts);
        reader.read(latin("--long-boundary\r\n\r\n"));
        for (int from = 0; from < content.length; from += 8192) {
            reader.read(Arrays.copyOfRange(content, from, Math.min(content.length, from + 8192)));
        }
        reader.read(latin("\r\n--long-boundary--"));
        reader.end();
        assertThat(parts.contents.get(0).toByteArray()).isEqualTo(content);
        assertThat(parts.headers).containsExactly(new PartHeader("", Optional.empty()));
    }

    @Test
    void brokenFormsAreRefused() {
        for (String form : List.of(
                "",
                "no form at all",
                "--b",
                "--b\r\n",
                "--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n",
                "--b\r\n\r\n\r\ncontent\r\n--b",
                "--b\r\n\r\n\r\ncontent\r\n--bc\r\n\r\n--b--",
                "--b\r\n" + "x".repeat(20_000) + "\r\n\r\n--b--")) {
            assertThatThrownBy(() -> read(form, 1000))
                    .as(form)
                    .isInstanceOfSatisfying(
                            HttpProblemException.class,
                            refused -> assertThat(refused.type().status()).isEqualTo(400));
        }
    }

    @Test
    void fileNamesOfAllClientsAreParsed() {
        assertThat(filename("filename=\"a b.png\"")).hasValue("a b.png");
        assertThat(filename("filename=plain.png")).hasValue("plain.png");
        assertThat(filename("filename=\"with \\\"quotes\\\".png\"")).hasValue("with \"quotes\".png");
        assertThat(filename("filename=\"C:\\dir\\a.png\"")).hasValue("C:\\dir\\a.png");
        assertThat(filename("filename=\"a;name=x;.png\"")).hasValue("a;name=x;.png");
        assertThat(filename("filename=\"żółw.png\"")).hasValue("żółw.png");
        assertThat(filename("filename*=UTF-8''%c5%bc+1.png; filename=\"x.png\""))
                .hasValue("ż+1.png");
        assertThat(filename("filename*=UTF-8''%zz.png; filename=\"x.png\"")).hasValue("x.png");
        assertThat(filename("filename=\"open")).hasValue("open");
        assertThat(filename("filename")).isEmpty();
        assertThat(PartHeader.parse(latin("Content-Disposition: form-data; name=\"" + "\\\"".repeat(4000)))
                        .name())
                .hasSize(4000);
    }

    @Test
    void theBoundaryStandsInTheContentType() {
        assertThat(MultipartReader.boundary("multipart/form-data; boundary=abc"))
                .hasValue("abc");
        assertThat(MultipartReader.boundary("Multipart/Form-Data; charset=x; boundary=\"a b\""))
                .hasValue("a b");
        for (String type : List.of(
                "multipart/form-data",
                "multipart/form-data; boundary=",
                "multipart/form-data; boundary=\"a\r\nb\"",
                "multipart/form-data; boundary=" + "x".repeat(71),
                "multipart/mixed; boundary=b",
                "application/json")) {
            assertThat(MultipartReader.boundary(type)).as(type).isEmpty();
        }
    }

    private static Optional<String> filename(String parameter) {
        return PartHeader.parse(("Content-Type: x\r\nContent-Disposition: form-data; name=\"file\"; " + parameter)
                        .getBytes(StandardCharsets.UTF_8))
                .filename();
    }

    private static Collected read(String form, int size) {
        Collected parts = new Collected();
        MultipartReader reader = new MultipartReader("b", parts);
        byte[] bytes = latin(form);
        for (int from = 0; from < bytes.length; from += size) {
            reader.read(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + size)));
        }
        reader.end();
        return parts;
    }
}
