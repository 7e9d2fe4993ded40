package io.akkord.rewards.math;

import java.util.List;

/** What a final answer says, read from LaTeX or plain notation by {@link AnswerParser}. */
sealed interface Answer {

    /** One number, formula or matrix. */
    record Value(Expression expression) implements Answer {}

    /** Words, or what nobody could read, in one spelling. */
    record Text(String canonical) implements Answer {}

    /** Items in order between brackets; two of them are also an interval. */
    record Tuple(String open, List<Answer> items, String close) implements Answer {}

    /** Items in any order: a finite set, or all solutions of an equation. */
    record Bag(List<Answer> items) implements Answer {}

    /** Sets joined from the left by {@code cup}, {@code cap} or {@code without}. */
    record SetOperation(String operator, List<Answer> parts) implements Answer {}

    /** Sides and the signs between them, as in {@code 1 < x <= 2}: one sign less than sides. */
    record Relation(List<Expression> sides, List<String> signs) implements Answer {}

    /** A value or set with the name it was given, as in {@code x = 5}; a reader who asked for x needs no name. */
    record Named(String name, Answer value) implements Answer {}
}
