package io.akkord.rewards.tasks;

import io.akkord.rewards.RowVerifier;
import io.akkord.rewards.Unscored;
import io.akkord.rewards.Verdict;
import io.akkord.rewards.Verifier;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * One operation on two numbers: {@code 12+34=}, answered by the number alone.
 *
 * @param least smallest operand
 * @param bound above the largest operand
 */
record Arithmetic(int least, int bound, List<String> operators) implements World {

    Arithmetic(TaskKnobs knobs) {
        this(
                knobs.digits() == 1 ? 0 : (int) Math.pow(10, knobs.digits() - 1),
                (int) Math.pow(10, knobs.digits()),
                knobs.operators());
    }

    @Override
    public Drawn draw(Random random) {
        int left = random.nextInt(least, bound);
        int right = random.nextInt(least, bound);
        String operator = operators.get(random.nextInt(operators.size()));
        var labels = Map.of(
                Problem.ANSWER, Long.toString(result(left, operator, right)), RowVerifier.LABEL, Task.ARITHMETIC.key());
        // Neither 34+12 nor 34-12 is new to who has seen 12+34.
        String key = Math.min(left, right) + " " + Math.max(left, right);
        return new Drawn(new Problem(left + operator + right + "=", labels), key);
    }

    private static long result(long left, String operator, long right) {
        return switch (operator) {
            case "+" -> left + right;
            case "-" -> left - right;
            default -> left * right;
        };
    }

    /** Off by one in some place, as a forgotten carry is, or of the wrong sign. */
    @Override
    public String wrong(Problem problem, Random random) {
        long answer = Long.parseLong(problem.answer());
        if (answer != 0 && random.nextInt(6) == 0) {
            return Long.toString(-answer);
        }
        long place = (long)
                Math.pow(10, random.nextInt(Long.toString(Math.abs(answer)).length()));
        return Long.toString(answer + (random.nextBoolean() ? place : -place));
    }

    /** Right is the number in its one usual spelling and nothing else. */
    static Verdict check(String response, Map<String, String> labels) throws Unscored {
        String answer = Verifier.label(labels, Problem.ANSWER);
        String found = response.strip();
        return Verdict.compared(found.equals(answer), found, answer);
    }
}
