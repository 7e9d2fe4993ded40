package io.akkord.rewards.math;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What LaTeX would write for single characters: Unicode's mathematics, blanks, currencies, and escapes gone wrong. */
final class MathCharacters {

    private static final Map<Character, String> CHARACTERS = Map.ofEntries(
            Map.entry('−', "-"),
            Map.entry('–', "-"),
            Map.entry('×', "\\times "),
            Map.entry('·', "\\cdot "),
            Map.entry('÷', "\\div "),
            Map.entry('π', "\\pi "),
            Map.entry('∞', "\\infty "),
            Map.entry('≤', "\\leq "),
            Map.entry('≥', "\\geq "),
            Map.entry('≠', "\\neq "),
            Map.entry('√', "\\sqrt "),
            Map.entry('°', "\\degree "),
            Map.entry('²', "^2"),
            Map.entry('³', "^3"),
            Map.entry('½', "\\frac12 "),
            Map.entry('∪', "\\cup "),
            Map.entry('∩', "\\cap "),
            Map.entry('∈', "\\in "),
            Map.entry('±', "\\pm "),
            Map.entry('≈', "\\approx "),
            Map.entry('∅', "\\emptyset "),
            Map.entry('ℝ', "\\reals "),
            Map.entry('→', "\\to "),
            Map.entry('⇒', "\\implies "),
            Map.entry('θ', "\\theta "),
            Map.entry('α', "\\alpha "),
            Map.entry('β', "\\beta "),
            Map.entry('⟨', "\\langle "),
            Map.entry('⟩', "\\rangle "),
            Map.entry('\u00a0', " "),
            Map.entry('~', " "),
            Map.entry('$', ""),
            Map.entry('€', ""),
            Map.entry('£', ""),
            Map.entry('\f', "\\f"),
            Map.entry('\b', "\\b"),
            Map.entry('\n', " "),
            Map.entry('\t', " "),
            Map.entry('\r', " "),
            Map.entry('\u200b', ""),
            Map.entry('′', "'"),
            Map.entry('’', "'"));

    private MathCharacters() {}

    /** Null for a character that stands for itself; a form feed was once the f of {@code \\frac}. */
    static @Nullable String latex(char c) {
        return CHARACTERS.get(c);
    }
}
