package io.akkord.rewards.math;

import io.akkord.rewards.math.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** A place in a list of tokens, and how many brackets, bars and trigonometric functions are open there. */
final class TokenCursor {

    private static final int DEEPEST = 60;

    private final List<Token> tokens;
    private int at;
    private int depth;

    /** Bars that are open: a further one closes. */
    int bars;

    /** Sines and the like that are open: only there is a degree an angle. */
    int angles;

    TokenCursor(List<Token> tokens) {
        this.tokens = new ArrayList<>(tokens);
    }

    boolean atEnd() {
        return at == tokens.size();
    }

    int position() {
        return at;
    }

    void moveTo(int position) {
        at = position;
    }

    Token next() throws Unreadable {
        require(!atEnd());
        return tokens.get(at++);
    }

    Token token() throws Unreadable {
        require(!atEnd());
        return tokens.get(at);
    }

    /** The token {@code ahead} places on is this mark. */
    boolean sees(int ahead, String mark) {
        return at + ahead < tokens.size() && tokens.get(at + ahead).is(mark);
    }

    boolean peek(String mark) {
        return sees(0, mark);
    }

    boolean skip(String mark) {
        boolean there = peek(mark);
        at += there ? 1 : 0;
        return there;
    }

    boolean seesNumber(int ahead) {
        int index = at + ahead;
        return index >= 0 && index < tokens.size() && tokens.get(index).kind() == Kind.NUMBER;
    }

    /** Where the bracket at the cursor closes. */
    int closing() throws Unreadable {
        int close = Token.closing(tokens, at);
        require(close > at);
        return close;
    }

    /** Takes {@code count} tokens out, from {@code ahead} places on. */
    List<Token> cut(int ahead, int count) {
        var range = tokens.subList(at + ahead, at + ahead + count);
        var cut = List.copyOf(range);
        range.clear();
        return cut;
    }

    /** Takes the first digit of the number here, leaving the others. */
    String digit() {
        String digits = tokens.get(at).text();
        if (digits.length() == 1) {
            at++;
        } else {
            tokens.set(at, new Token(Kind.NUMBER, digits.substring(1)));
        }
        return digits.substring(0, 1);
    }

    void enter() throws Unreadable {
        require(++depth <= DEEPEST);
    }

    void leave() {
        depth--;
    }

    void require(boolean holds) throws Unreadable {
        if (!holds) {
            throw new Unreadable("something else at sign " + at);
        }
    }
}
