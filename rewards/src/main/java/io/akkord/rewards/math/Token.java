package io.akkord.rewards.math;

import java.util.List;
import java.util.Set;

/** One sign of an answer in its one spelling: {@code \leq}, {@code <=} and {@code ≤} are all the mark {@code <=}. */
record Token(Kind kind, String text) {

    private static final Set<String> OPENERS = Set.of("(", "[", "{", "set{", "<.", "lfloor", "lceil", "begin");
    private static final Set<String> CLOSERS = Set.of(")", "]", "}", "}set", ".>", "rfloor", "rceil", "end");

    /** What a token is for. */
    enum Kind {
        NUMBER,
        NAME,
        WORD,
        FUNCTION,
        MARK
    }

    static Token mark(String text) {
        return new Token(Kind.MARK, text);
    }

    boolean is(String mark) {
        return kind == Kind.MARK && text.equals(mark);
    }

    boolean isAny(Set<String> marks) {
        return kind == Kind.MARK && marks.contains(text);
    }

    /** 1 where a bracket opens, -1 where one closes, else 0. */
    int depth() {
        return isAny(OPENERS) ? 1 : isAny(CLOSERS) ? -1 : 0;
    }

    /** Where a bracket that opens at {@code open} closes, -1 where it does not. */
    static int closing(List<Token> tokens, int open) {
        int depth = 0;
        for (int i = open; i < tokens.size(); i++) {
            depth += tokens.get(i).depth();
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }
}
