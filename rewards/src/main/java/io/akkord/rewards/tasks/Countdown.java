package io.akkord.rewards.tasks;

import io.akkord.rewards.RowVerifier;
import io.akkord.rewards.Unscored;
import io.akkord.rewards.Verdict;
import io.akkord.rewards.Verifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;

/** Numbers from which an expression must make a target, each used at most once. */
record Countdown(int numbers, int largest) implements World {

    private static final String NUMBERS = "numbers";
    private static final String TARGET = "target";
    private static final int TRIES = 40;

    Countdown(TaskKnobs knobs) {
        this(knobs.numbers(), knobs.largest());
    }

    @Override
    public Drawn draw(Random random) {
        while (true) {
            List<Integer> given = new ArrayList<>();
            while (given.size() < numbers) {
                given.add(random.nextInt(1, largest + 1));
            }
            String expression = expression(given, random);
            Optional<Expression.Value> value = Expression.valueOf(expression);
            if (value.isEmpty()
                    || !value.get().isWhole()
                    || value.get().numerator().signum() <= 0) {
                continue;
            }
            String target = value.get().toString();
            String listed = given.stream().map(String::valueOf).collect(Collectors.joining(" "));
            if (given.stream().map(String::valueOf).anyMatch(target::equals)) {
                continue; // one of the numbers alone would do
            }
            var labels = Map.of(
                    Problem.ANSWER,
                    expression,
                    NUMBERS,
                    listed,
                    TARGET,
                    target,
                    RowVerifier.LABEL,
                    Task.COUNTDOWN.key());
            String key = given.stream().sorted().map(String::valueOf).collect(Collectors.joining(" "));
            return new Drawn(new Problem("make " + target + " of " + listed + ":", labels), key);
        }
    }

    /** All the numbers in some order, joined by random operators; no division, whose results are seldom whole. */
    private static String expression(List<Integer> numbers, Random random) {
        var parts = new ArrayList<String>(numbers.stream().map(String::valueOf).toList());
        while (parts.size() > 1) {
            String left = parts.remove(random.nextInt(parts.size()));
            String right = parts.remove(random.nextInt(parts.size()));
            String joined = left + "+-*".charAt(random.nextInt(3)) + right;
            parts.add(parts.isEmpty() ? joined : "(" + joined + ")");
        }
        return parts.getFirst();
    }

    /** An expression over the same numbers that makes something else. */
    @Override
    public String wrong(Problem problem, Random random) {
        List<Integer> given = given(problem.labels().getOrDefault(NUMBERS, ""));
        String target = problem.labels().getOrDefault(TARGET, "");
        for (int tried = 0; tried < TRIES; tried++) {
            String expression = expression(given, random);
            if (!Expression.valueOf(expression).map(Object::toString).equals(Optional.of(target))) {
                return expression;
            }
        }
        return String.valueOf(given.getFirst()); // never the target, by the way problems are drawn
    }

    /**
     * Right is one expression of {@code + - * /} and brackets, worth exactly the target, that uses each number at most as
     * often as it is given and no other; a second expression, an equals sign or a word is none.
     */
    static Verdict check(String response, Map<String, String> labels) throws Unscored {
        List<Integer> left;
        try {
            left = given(Verifier.label(labels, NUMBERS));
        } catch (NumberFormatException e) {
            throw new Unscored("label \"" + NUMBERS + "\" must be whole numbers between blanks", e);
        }
        String target = Verifier.label(labels, TARGET);
        String written = response.strip();
        Optional<Expression.Value> value = Expression.valueOf(written);
        if (value.isEmpty()) {
            return Verdict.of(false, "found no expression in " + Verdict.shown(written));
        }
        for (Integer used : Expression.numbersOf(written)) {
            if (!left.remove(used)) {
                return Verdict.of(false, Verdict.shown(written) + " uses " + used + " too often");
            }
        }
        return Verdict.compared(value.get().toString().equals(target), written + " = " + value.get(), target);
    }

    private static List<Integer> given(String label) {
        return Arrays.stream(label.strip().split("\\s+"))
                .map(Integer::valueOf)
                .collect(Collectors.toCollection(ArrayList::new));
    }
}
