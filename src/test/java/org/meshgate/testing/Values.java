package org.meshgate.testing;

import java.util.List;
import java.util.Random;

/** Makes values of chance, those that break things more often than others. */
public final class Values {

    public static final String DIGITS = "0123456789";
    public static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /** Control characters, spaces, what turns text around, halves of characters, look-alikes, and what folds oddly. */
    private static final String ODD =
            "\0\t\n\r\u001b\u007f\u0085\u00a0\u00ad \u2028\u2029\u200b\u200d\u202e\u3000\ufeff\ufffd\uffff"
                    + "\ud83d\udc31\ud800\udc00\u0430\u0435\u03bf\uff41\uff0e\u0307\u0345\u00df\u0130\u0131\u212a\u017f\ufb01\u1e9e"
                    + "\"'\\/;:,%&?=#*[]{}<>()|$^~`+-_.@!";

    private final Random random;

    Values(Random random) {
        this.random = random;
    }

    /** From least to most. */
    public int number(int least, int most) {
        return (int) random.nextLong(least, most + 1L);
    }

    /** Any number. */
    public long number() {
        return random.nextLong();
    }

    public boolean yes() {
        return random.nextBoolean();
    }

    public byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    public <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    public char oneOf(String characters) {
        return characters.charAt(random.nextInt(characters.length()));
    }

    /** Of these characters only. */
    public String text(String characters, int shortest, int longest) {
        StringBuilder text = new StringBuilder();
        for (int rest = number(shortest, longest); rest > 0; rest--) {
            text.append(oneOf(characters));
        }
        return text.toString();
    }

    /** Any text, often an odd one. */
    public String text(int longest) {
        return switch (random.nextInt(4)) {
            case 0 -> text(LETTERS + DIGITS + ODD, 0, longest);
            case 1 -> text(ODD, 0, longest);
            case 2 -> text(LETTERS + DIGITS + "._-@", 0, longest);
            default ->
                random.ints(number(0, longest), 0, 0x10000)
                        .collect(StringBuilder::new, (to, c) -> to.append((char) c), StringBuilder::append)
                        .toString();
        };
    }

    /** The text with one more character, one less, or another one, wherever that is; never the same. */
    public String mistyped(String text) {
        int at = random.nextInt(text.length());
        String end = text.substring(at + 1);
        return switch (random.nextInt(3)) {
            case 0 -> text.substring(0, at) + end;
            case 1 -> text.substring(0, at) + character() + text.substring(at);
            default -> {
                char other = character();
                yield text.substring(0, at) + (other == text.charAt(at) ? "\ud83d" : other) + end;
            }
        };
    }

    private char character() {
        return oneOf(random.nextBoolean() ? LETTERS + DIGITS : ODD);
    }
}
