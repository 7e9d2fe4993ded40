package io.akkord.policies.text;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * GPT-2's way of showing bytes as characters and of cutting text into words.
 *
 * <p>Each of the 256 bytes has one printable character: itself where Latin-1 prints it, otherwise the next free one from
 * U+0100 on. So any text can be encoded, and a {@code tokenizer.json} stays readable.
 */
final class ByteAlphabet {

    static final int SIZE = 256;

    /** As in GPT-2's encoder.py; {@code \s} is Unicode white space, as in the library that will read the tokenizer. */
    private static final Pattern WORD = Pattern.compile(
            "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
            Pattern.UNICODE_CHARACTER_CLASS);

    private static final char[] CHARACTERS = characters();

    private ByteAlphabet() {}

    /** The character of a byte given as 0 to 255. */
    static char character(int unsignedByte) {
        return CHARACTERS[unsignedByte];
    }

    /** A text in pieces that no merge may cross; together they are the text. */
    static List<String> words(String text) {
        return WORD.matcher(text).results().map(match -> match.group()).toList();
    }

    /** A word's UTF-8 bytes, 0 to 255 each. */
    static int[] bytes(String word) {
        byte[] utf8 = word.getBytes(StandardCharsets.UTF_8);
        var unsigned = new int[utf8.length];
        for (int i = 0; i < utf8.length; i++) {
            unsigned[i] = Byte.toUnsignedInt(utf8[i]);
        }
        return unsigned;
    }

    private static char[] characters() {
        var characters = new char[SIZE];
        char free = SIZE;
        for (int value = 0; value < SIZE; value++) {
            boolean printable = (value >= '!' && value <= '~') || (value >= 0xA1 && value <= 0xAC) || (value >= 0xAE);
            characters[value] = printable ? (char) value : free++;
        }
        return characters;
    }
}
