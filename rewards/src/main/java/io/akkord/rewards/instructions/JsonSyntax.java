package io.akkord.rewards.instructions;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Whether text is one JSON value (RFC 8259), and nothing else.
 *
 * <p>Also takes the bare {@code NaN} and {@code Infinity} of Python's reader, whose verdict the published scores rest on.
 * Depth costs heap, not stack: ten million brackets are a wrong answer, not an overflow.
 */
final class JsonSyntax {

    private final String text;
    private final Deque<Character> open = new ArrayDeque<>();
    private int at;

    private JsonSyntax(String text) {
        this.text = text;
    }

    static boolean isJson(String text) {
        return new JsonSyntax(text).value();
    }

    private boolean value() {
        while (true) {
            skipBlanks();
            if (at == text.length()) {
                return false;
            }
            char first = text.charAt(at);
            if (first == '{' || first == '[') {
                at++;
                open.push(first == '{' ? '}' : ']');
                skipBlanks();
                if (!next(open.peek())) {
                    if (first == '{' && !name()) {
                        return false;
                    }
                    continue;
                }
                open.pop();
            } else if (!(first == '"' ? string() : scalar())) {
                return false;
            }
            if (!close()) {
                return false;
            }
            if (open.isEmpty()) {
                skipBlanks();
                return at == text.length();
            }
        }
    }

    /** Closes what ends here; true where another value must follow or everything is closed. */
    private boolean close() {
        while (!open.isEmpty()) {
            skipBlanks();
            if (next(',')) {
                return open.peek() == ']' || name();
            }
            if (!next(open.peek())) {
                return false;
            }
            open.pop();
            Words.answerInterrupt();
        }
        return true;
    }

    private boolean name() {
        skipBlanks();
        if (at == text.length() || text.charAt(at) != '"' || !string()) {
            return false;
        }
        skipBlanks();
        return next(':');
    }

    private boolean next(char wanted) {
        boolean here = at < text.length() && text.charAt(at) == wanted;
        at += here ? 1 : 0;
        return here;
    }

    private boolean string() {
        at++;
        while (at < text.length()) {
            char one = text.charAt(at++);
            if (one == '"') {
                return true;
            }
            if (one < ' ' || (one == '\\' && !escape())) {
                return false;
            }
        }
        return false;
    }

    private boolean escape() {
        if (at == text.length()) {
            return false;
        }
        char kind = text.charAt(at++);
        if (kind != 'u') {
            return "\"\\/bfnrt".indexOf(kind) >= 0;
        }
        boolean hexadecimal = at + 4 <= text.length()
                && text.substring(at, at + 4).chars().allMatch(one -> one < 128 && Character.digit(one, 16) >= 0);
        at += 4;
        return hexadecimal;
    }

    private boolean scalar() {
        for (String word : new String[] {"true", "false", "null", "NaN", "Infinity", "-Infinity"}) {
            if (text.startsWith(word, at)) {
                at += word.length();
                return true;
            }
        }
        next('-');
        boolean whole = next('0') || digits();
        if (whole && next('.')) {
            whole = digits();
        }
        if (whole && (next('e') || next('E'))) {
            if (!next('+')) {
                next('-');
            }
            whole = digits();
        }
        return whole;
    }

    private boolean digits() {
        int from = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at > from;
    }

    private void skipBlanks() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }
}
