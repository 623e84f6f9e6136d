package org.meshgate.cli.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A password as files and pipes of different programs have it. */
class StandardInputTest {

    private static final String OPTION = "--password-stdin";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zażółć gęślą\n",
                "zażółć gęślą\r\nsecond line",
                "zażółć gęślą\rsecond line",
                "zażółć gęślą",
                "\uFEFFzażółć gęślą\n"
            })
    void firstLineWithoutByteOrderMarkIsThePassword(String input) throws IOException {
        assertThat(read(input.getBytes(StandardCharsets.UTF_8))).isEqualTo("zażółć gęślą");
    }

    @Test
    void blanksAndASecondByteOrderMarkArePartOfThePassword() throws IOException {
        assertThat(read("\uFEFF\uFEFF a \n".getBytes(StandardCharsets.UTF_8))).isEqualTo("\uFEFF a ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ISO-8859-2", "UTF-16", "UTF-16LE", "UTF-16BE"})
    void inputThatIsNotUtf8IsRefused(String charset) {
        byte[] input = "zażółć\n".getBytes(Charset.forName(charset));
        assertThatThrownBy(() -> read(input))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("--password-stdin: standard input is not text in UTF-8.");
    }

    @Test
    void plainLettersInUtf16AreRefusedToo() {
        assertThatThrownBy(() -> read("secret words\n".getBytes(StandardCharsets.UTF_16LE)))
                .hasMessage("--password-stdin: standard input is not text in UTF-8.");
    }

    @Test
    void emptyAndEndlessInputAreRefused() {
        assertThatThrownBy(() -> read(new byte[0])).hasMessage("--password-stdin: standard input is empty.");
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'a';
            }
        };
        assertThatThrownBy(() -> StandardInput.firstLine(OPTION, endless))
                .hasMessage("--password-stdin: the first line of standard input is longer than 16384 bytes.");
    }

    private static String read(byte[] input) throws IOException {
        return StandardInput.firstLine(OPTION, new ByteArrayInputStream(input));
    }
}
